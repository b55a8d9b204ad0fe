import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Text } from '@backstage/ui';
import type {
  AgentStatus,
  PendingAgent,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ReactNode } from 'react';
import type { ClusterRef } from '../../api';
import {
  Ago,
  Command,
  Mono,
  Panel,
  Pill,
  Quiet,
  Rows,
  shortName,
  type Tone,
  useAgo,
  useDuration,
} from '../../common';
import { flotillaTranslationRef } from '../../translation';
import { AgentDecision } from './AgentDecision';

const TONES: Record<AgentStatus['state'], Tone> = {
  None: 'neutral',
  Pending: 'warning',
  Approved: 'success',
  Rejected: 'danger',
  Revoked: 'danger',
  Conflict: 'danger',
};

const Install = (props: { of: ClusterRef }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return (
    <>
      <Text as="p">{t('agent.install')}</Text>
      <Command>{`flotilla bootstrap ${props.of.cluster} | kubectl apply -f -`}</Command>
    </>
  );
};

/** The agent takes a new key with its next report. */
const NewKey = (props: { askedAt: string }) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  return <>{t('agent.newKey', { ago: useAgo(props.askedAt) })}</>;
};

const useFacts = (agent: AgentStatus) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const duration = useDuration();
  const facts: { key: string; cells: ReactNode[] }[] = [];
  const add = (
    name:
      | 'fingerprint'
      | 'version'
      | 'approved'
      | 'delay'
      | 'report'
      | 'newKey',
    value: ReactNode,
  ) => facts.push({ key: name, cells: [t(`agent.fact.${name}`), value] });
  if (agent.fingerprint) add('fingerprint', <Mono>{agent.fingerprint}</Mono>);
  if (agent.version) add('version', agent.version);
  if (agent.lastReportAt) add('report', <Ago at={agent.lastReportAt} />);
  if (agent.delaySeconds !== undefined) {
    add(
      'delay',
      t('agent.delay', {
        delay: duration(agent.delaySeconds),
        heartbeat: duration(agent.heartbeatSeconds),
      }),
    );
  }
  if (agent.approvedAt) {
    add(
      'approved',
      <>
        <Ago at={agent.approvedAt} />
        {agent.approvedBy && ` · ${shortName(agent.approvedBy)}`}
      </>,
    );
  }
  if (agent.state === 'Approved' && agent.rotationAskedAt) {
    add('newKey', <NewKey askedAt={agent.rotationAskedAt} />);
  }
  return facts;
};

/** An agent beside the one that is let in: a second one with another key is never let in unasked. */
const OtherAgent = (props: {
  of: ClusterRef;
  agent: PendingAgent;
  onDone: () => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { of, agent, onDone } = props;
  const isConflict = agent.state === 'Conflict';
  return (
    <Alert
      role="status"
      status={isConflict ? 'danger' : 'warning'}
      icon
      title={t(isConflict ? 'agent.conflict' : 'agent.asks')}
      description={
        <Flex direction="column" gap="2">
          <Mono>{agent.fingerprint}</Mono>
          <Quiet as="div">
            <Ago at={agent.requestedAt} />
          </Quiet>
          <div>
            <AgentDecision
              decision="approve"
              of={of}
              fingerprint={agent.fingerprint}
              onDone={onDone}
            />
          </div>
        </Flex>
      }
    />
  );
};

/** Who speaks for the cluster. */
export const AgentPanel = (props: {
  of: ClusterRef;
  agent: AgentStatus;
  stale: boolean;
  onChange: () => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { of, agent, stale, onChange } = props;
  const facts = useFacts(agent);
  const waiting = agent.others.filter(
    ({ state, fingerprint }) =>
      (state === 'Pending' || state === 'Conflict') &&
      fingerprint !== agent.fingerprint,
  );
  return (
    <Panel
      title={t('agent.title')}
      stale={stale && waiting.length === 0 && agent.state === 'Approved'}
      aside={
        <Pill tone={TONES[agent.state]}>{t(`agent.state.${agent.state}`)}</Pill>
      }
    >
      {facts.length > 0 && (
        <Rows
          compact
          label={t('agent.title')}
          columns={['name', 'value']}
          widths="minmax(0, 0.7fr) minmax(0, 1.6fr)"
          rows={facts}
        />
      )}
      {agent.state === 'None' && waiting.length === 0 && <Install of={of} />}
      {agent.fingerprint &&
        agent.state !== 'Approved' &&
        agent.state !== 'None' && (
          <div>
            <AgentDecision
              decision="approve"
              of={of}
              fingerprint={agent.fingerprint}
              onDone={onChange}
            />
          </div>
        )}
      {agent.fingerprint && agent.state === 'Approved' && (
        <Flex gap="2" style={{ flexWrap: 'wrap' }}>
          {!agent.rotationAskedAt && (
            <AgentDecision
              decision="rotate"
              of={of}
              fingerprint={agent.fingerprint}
              onDone={onChange}
            />
          )}
          <AgentDecision
            decision="revoke"
            of={of}
            fingerprint={agent.fingerprint}
            onDone={onChange}
          />
        </Flex>
      )}
      {waiting.map(other => (
        <OtherAgent
          key={other.fingerprint}
          of={of}
          agent={other}
          onDone={onChange}
        />
      ))}
    </Panel>
  );
};
