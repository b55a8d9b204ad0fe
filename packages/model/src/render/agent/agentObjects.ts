import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../../kinds';
import { bindingFor } from '../access';
import {
  AgentChoices,
  agentDeployment,
  agentNetworkPolicy,
} from './agentDeployment';
import { RightsRule, baseRights, ownRights } from './agentRights';
import { AGENT, AGENT_NAMESPACE, AGENT_SUBJECT, RBAC } from './names';

const DEFAULT_IMAGE = 'flotilla/agent:0.1.0';

/**
 * The agent in a cluster: reads what Flotilla renders, writes its own Lease and key, listens to nothing. What it may
 * read from its start doesn't depend on what the cluster is given, because in an existing cluster a person applies it,
 * once.
 *
 * @param start - the engine's objects that a cluster begins with: the agent reads their kinds too
 */
export function agentObjects(
  fleet: Fleet,
  cluster: string,
  start: readonly KubeObject[],
  choices: Omit<AgentChoices, 'image'> = {},
): KubeObject[] {
  const metadata = { name: AGENT, namespace: AGENT_NAMESPACE };
  const image = fleet.spec.hub?.agentImage ?? DEFAULT_IMAGE;
  const rules = startRights(start);
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
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: AGENT },
      rules,
    },
    bindingFor(AGENT, [AGENT_SUBJECT]),
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata,
      rules: ownRights(),
    },
    bindingFor(AGENT, [AGENT_SUBJECT], AGENT_NAMESPACE),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: {
        'hub.url': fleet.spec.hub?.url ?? '',
        fleet: fleet.metadata.name,
        cluster,
      },
    },
    agentNetworkPolicy(choices),
    agentDeployment({ image, ...choices }),
  ];
}

/** Kinds of which the agent's own objects are. */
const OWN: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole' },
  { apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding' },
  { apiVersion: `${RBAC}/v1`, kind: 'Role' },
  { apiVersion: `${RBAC}/v1`, kind: 'RoleBinding' },
].map(kind => ({ ...kind, metadata: { name: AGENT } }));

/** What the agent may read from its start. */
export function startRights(start: readonly KubeObject[]): RightsRule[] {
  return baseRights([...OWN, ...start]);
}
