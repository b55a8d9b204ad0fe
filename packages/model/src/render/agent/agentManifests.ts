import { DRY_RUN } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import type { FleetSources } from '../../load/sources';
import type { Problem } from '../../problems';
import { renderCluster } from '../cluster';
import { OF_ENGINE } from '../makeParts';
import { printYaml } from '../yaml';
import { boundsRights } from './agentDryRun';
import { agentDeployment, agentNetworkPolicy } from './agentDeployment';
import { AGENT, AGENT_NAMESPACE, SECRETS_ROLE, TOKEN_SECRET } from './names';

/** What may be chosen when an agent is installed. @public */
export interface AgentInstallation {
  /** Serves metrics to the Pod's network; by default nothing listens beyond localhost. */
  metrics?: boolean;
  /** A one-time token that lets the agent in without a person. It makes the manifest a secret. */
  token?: string;
}

/**
 * The agent of one cluster as one manifest, with the rights that what the cluster is given asks for: the very objects
 * that rendering gives, in the order in which they can be applied.
 *
 * @returns no objects where the cluster has errors
 * @public
 */
export function agentManifests(
  fleet: FleetSources,
  cluster: string,
  installation: AgentInstallation = {},
): { objects: KubeObject[]; text: string; problems: Problem[] } {
  const { parts, problems } = renderCluster(fleet, cluster);
  const objects = OF_ENGINE.flatMap(name =>
    parts.filter(part => part.name === name),
  )
    .flatMap(part => part.objects)
    .filter(isAgents)
    .map(object => chosen(object, installation))
    .sort(boundsFirst);
  if (objects.length > 0 && installation.token) {
    objects.push(tokenSecret(installation.token));
  }
  return { objects, text: objects.map(printYaml).join('---\n'), problems };
}

/** What bounds a right comes before it. */
function boundsFirst(one: KubeObject, other: KubeObject): number {
  return Number(boundsRights(other)) - Number(boundsRights(one));
}

function isAgents({ metadata }: KubeObject): boolean {
  const { name, namespace } = metadata;
  return (
    namespace === AGENT_NAMESPACE ||
    [AGENT_NAMESPACE, AGENT, `${AGENT}-parts`, SECRETS_ROLE, DRY_RUN].includes(
      name,
    )
  );
}

function chosen(
  object: KubeObject,
  { metrics }: AgentInstallation,
): KubeObject {
  if (!metrics) return object;
  const { metadata } = object;
  if (object.kind === 'NetworkPolicy') {
    return { ...agentNetworkPolicy({ metrics }), metadata };
  }
  if (object.kind === 'Deployment') {
    return {
      ...agentDeployment({ image: imageOf(object), metrics }),
      metadata,
    };
  }
  return object;
}

/** As it is rendered: by the fleet's mirrors. */
function imageOf(deployment: KubeObject): string {
  const match = /"image":"([^"]+)"/.exec(JSON.stringify(deployment.spec));
  return match?.[1] ?? '';
}

function tokenSecret(token: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: TOKEN_SECRET, namespace: AGENT_NAMESPACE },
    type: 'Opaque',
    stringData: { token },
  };
}
