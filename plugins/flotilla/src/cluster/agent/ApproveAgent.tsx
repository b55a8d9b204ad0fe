import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { type ClusterRef, flotillaApiRef } from '../../api';
import { Command, Confirm, Mono } from '../../common';
import { flotillaTranslationRef } from '../../translation';

const TOAST_MILLISECONDS = 5000;

/** Lets an agent in, once the reader has compared its fingerprint with what the cluster says. */
export const ApproveAgent = (props: {
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
      button={t('agent.approve.button')}
      variant="primary"
      title={t('agent.approve.title', { cluster: of.cluster })}
      action={t('agent.approve.action')}
      onConfirm={async () => {
        await api.approveAgent(of, fingerprint);
        toasts.post({
          title: t('agent.approve.done', { cluster: of.cluster }),
          timeout: TOAST_MILLISECONDS,
        });
        onDone();
      }}
    >
      <Flex direction="column" gap="3">
        <Text as="p">{t('agent.approve.compare')}</Text>
        <Mono>{fingerprint}</Mono>
        <Text as="p">{t('agent.approve.where')}</Text>
        <Command>
          kubectl logs --namespace flotilla-system deployment/flotilla-agent
        </Command>
      </Flex>
    </Confirm>
  );
};

/** Shuts an agent out. */
export const RevokeAgent = (props: {
  of: ClusterRef;
  fingerprint: string;
  onDone: () => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const { of, fingerprint, onDone } = props;
  return (
    <Confirm
      button={t('agent.revoke.button')}
      title={t('agent.revoke.title', { cluster: of.cluster })}
      action={t('agent.revoke.button')}
      onConfirm={async () => {
        await api.revokeAgent(of, fingerprint);
        onDone();
      }}
    >
      <Flex direction="column" gap="3">
        <Text as="p">{t('agent.revoke.explained')}</Text>
        <Mono>{fingerprint}</Mono>
      </Flex>
    </Confirm>
  );
};
