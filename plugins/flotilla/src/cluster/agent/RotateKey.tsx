import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { type ClusterRef, flotillaApiRef } from '../../api';
import { Confirm, Mono } from '../../common';
import { flotillaTranslationRef } from '../../translation';

const TOAST_MILLISECONDS = 5000;

/** Asks an agent for a new key, where the old one may have been seen by others. */
export const RotateKey = (props: {
  of: ClusterRef;
  fingerprint: string;
  onDone: () => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const toasts = useApi(toastApiRef);
  const { of, fingerprint, onDone } = props;
  return (
    <Confirm
      button={t('agent.rotate.button')}
      title={t('agent.rotate.title', { cluster: of.cluster })}
      action={t('agent.rotate.button')}
      onConfirm={async () => {
        await api.rotateAgentKey(of, fingerprint);
        toasts.post({
          title: t('agent.rotate.done', { cluster: of.cluster }),
          timeout: TOAST_MILLISECONDS,
        });
        onDone();
      }}
    >
      <Flex direction="column" gap="3">
        <Text as="p">{t('agent.rotate.explained')}</Text>
        <Mono>{fingerprint}</Mono>
      </Flex>
    </Confirm>
  );
};
