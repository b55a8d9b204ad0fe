import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../../kinds';
import { bindingFor, roleOf } from '../access';
import { agentDeployment, agentNetworkPolicy } from './agentDeployment';
import { RightsRule, baseRights, ownRights } from './agentRights';
import { AGENT, AGENT_NAMESPACE, AGENT_SUBJECT } from './names';

const DEFAULT_IMAGE = 'flotilla/agent:0.1.0';

/** What differs between the agents of clusters. */
interface Installed {
  image: string;
  /** What it may read. */
  rules: readonly RightsRule[];
  /** By name, what it is told of its hub and its cluster. */
  settings: Readonly<Record<string, string>>;
}

/**
 * The agent in a cluster: reads what Flotilla renders, writes its own Lease and key, listens to nothing. What it may
 * read from its start doesn't depend on what the cluster is given, because in an existing cluster a person applies it,
 * once.
 *
 * @param start - the engine's objects that a cluster begins with: the agent reads their kinds too
 */
export function agentObjects(
  { metadata, spec }: Fleet,
  cluster: string,
  start: readonly KubeObject[],
): KubeObject[] {
  return installed({
    image: spec.hub?.agentImage ?? DEFAULT_IMAGE,
    rules: startRights(start),
    settings: {
      'hub.url': spec.hub?.url ?? '',
      fleet: metadata.name,
      cluster,
    },
  });
}

/** What the agent may read from its start: its own objects too. */
export function startRights(start: readonly KubeObject[]): RightsRule[] {
  const own = installed({ image: DEFAULT_IMAGE, rules: [], settings: {} });
  return baseRights([...own, ...start]);
}

function installed({ image, rules, settings }: Installed): KubeObject[] {
  const metadata = { name: AGENT, namespace: AGENT_NAMESPACE };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: AGENT_NAMESPACE,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    roleOf(rules, AGENT),
    bindingFor(AGENT, [AGENT_SUBJECT]),
    roleOf(ownRights(), AGENT, AGENT_NAMESPACE),
    bindingFor(AGENT, [AGENT_SUBJECT], AGENT_NAMESPACE),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: settings },
    agentNetworkPolicy({}),
    agentDeployment({ image }),
  ];
}
