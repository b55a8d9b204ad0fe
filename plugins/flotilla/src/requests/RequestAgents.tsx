import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { Request } from '@flotilla/backstage-plugin-flotilla-common';
import { AgentDecision } from '../cluster/agent/AgentDecision';
import { Ago, Mono, Panel, Pill, Quiet, Strong } from '../common';
import { flotillaTranslationRef } from '../translation';

/** The agents of the new clusters that ask to join, and may be let in here. */
export const RequestAgents = (props: {
  request: Request;
  onChange: () => void;
}) => {
  const { t } = useTranslationRef(flotillaTranslationRef);
  const { request, onChange } = props;
  if (request.agents.length === 0) return null;
  return (
    <Panel title={t('requests.agents.title')}>
      <Text as="p" color="secondary">
        {t('requests.agents.explained')}
      </Text>
      {request.agents.map(agent => (
        <Flex
          key={`${agent.cluster} ${agent.fingerprint}`}
          direction="column"
          gap="2"
        >
          <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
            <Strong>{agent.cluster}</Strong>
            <Pill tone={agent.state === 'Approved' ? 'success' : 'warning'}>
              {t(`agent.state.${agent.state}`)}
            </Pill>
            <Quiet>
              <Ago at={agent.requestedAt} />
            </Quiet>
          </Flex>
          <Mono>{agent.fingerprint}</Mono>
          {(agent.state === 'Pending' || agent.state === 'Conflict') && (
            <div>
              <AgentDecision
                decision="approve"
                of={{ fleet: request.fleet, cluster: agent.cluster }}
                fingerprint={agent.fingerprint}
                onDone={onChange}
              />
            </div>
          )}
        </Flex>
      ))}
    </Panel>
  );
};
