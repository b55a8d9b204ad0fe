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

/** What people decide on agents, and who does it. */
const DECISIONS = {
  approve: 'approveAgent',
  rotate: 'rotateAgentKey',
  revoke: 'revokeAgent',
} as const;

/** Lets an agent in, asks it for a new key, or shuts it out, once the reader has seen whose key it is about. */
export const AgentDecision = (props: {
  decision: keyof typeof DECISIONS;
  of: ClusterRef;
  fingerprint: string;
  onDone: () => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const api = useApi(flotillaApiRef);
  const toasts = useApi(toastApiRef);
  const { decision, of, fingerprint, onDone } = props;
  return (
    <Confirm
      button={t(`agent.${decision}.button`)}
      variant={decision === 'approve' ? 'primary' : 'secondary'}
      title={t(`agent.${decision}.title`, { cluster: of.cluster })}
      action={t(`agent.${decision}.action`)}
      onConfirm={async () => {
        await api[DECISIONS[decision]](of, fingerprint);
        toasts.post({
          title: t(`agent.${decision}.done`, { cluster: of.cluster }),
          timeout: TOAST_MILLISECONDS,
        });
        onDone();
      }}
    >
      <Flex direction="column" gap="3">
        <Text as="p">{t(`agent.${decision}.explained`)}</Text>
        <Mono>{fingerprint}</Mono>
        {decision === 'approve' && (
          <>
            <Text as="p">{t('agent.approve.where')}</Text>
            <Command>
              kubectl logs --namespace flotilla-system deployment/flotilla-agent
            </Command>
          </>
        )}
      </Flex>
    </Confirm>
  );
};
