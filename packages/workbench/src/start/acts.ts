import type { Edit, SimulatedCluster } from '@flotilla/simulator';
import { Agents } from './Agents';

/** Something that happens to a cluster on purpose. */
export type Act =
  | { act: 'edit'; cluster: string; as?: string; image?: string }
  | { act: 'suspend' | 'resume' | 'silence' | 'heal'; cluster: string };

/** What the acts need of the running demo. */
export interface Stage {
  cluster(name: string): SimulatedCluster;
  agents: Agents;
  /** Remembers which agents are silent, so that a restart doesn't wake them. */
  silenced: Set<string>;
}

/** Makes an act happen; says in one sentence what was done. */
export async function perform(act: Act, stage: Stage): Promise<string> {
  const { cluster, agents, silenced } = stage;
  switch (act.act) {
    case 'edit':
      return edit(cluster(act.cluster), act.as, act.image);
    case 'suspend':
      cluster(act.cluster).suspend();
      return `Flux is suspended on ${act.cluster}: what people change there stays.`;
    case 'resume':
      cluster(act.cluster).resume();
      return `Flux goes on on ${act.cluster}: it puts back what differs from Git.`;
    case 'silence':
      await agents.silence(act.cluster);
      silenced.add(act.cluster);
      return `The agent of ${act.cluster} is silent; after three missed signs of life the cluster is Unknown.`;
    case 'heal':
      cluster(act.cluster).heal();
      silenced.delete(act.cluster);
      await agents.start(cluster(act.cluster), true);
      return `${act.cluster} is itself again.`;
    default:
      throw new Error(`Nobody knows how to "${JSON.stringify(act)}"`);
  }
}

/** Changes the Deployment of the cluster's ingress, as a person with a tool would. */
function edit(
  cluster: SimulatedCluster,
  manager = 'kubectl-edit',
  image?: string,
): string {
  const change = ingressEdit(cluster, manager, image);
  cluster.edit(change);
  return `${manager} set the image of ${change.namespace}/${change.name} on ${cluster.name} to ${change.image?.image}.`;
}

/**
 * An edit of the image that the cluster's ingress runs.
 *
 * @param image - the same repository with the tag `hotfix` unless given
 * @throws Error when the cluster has no ingress
 */
export function ingressEdit(
  cluster: SimulatedCluster,
  manager: string,
  image?: string,
): Edit {
  const ingress = cluster.api
    .list('apps/v1', 'Deployment')
    .find(({ metadata }) => /ingress|load-balancer/.test(metadata.name));
  if (!ingress) {
    throw new Error(`${cluster.name} has no ingress to edit`);
  }
  const { name, namespace } = ingress.metadata;
  return {
    kind: 'Deployment',
    name,
    namespace,
    manager,
    image: { image: image ?? `${repositoryOf(ingress)}:hotfix` },
  };
}

/** What the first container runs, without the tag. */
function repositoryOf(deployment: object): string {
  const image = /"image":"([^":@]+)/.exec(JSON.stringify(deployment));
  return image?.[1] ?? 'registry.acme.example/ingress';
}
