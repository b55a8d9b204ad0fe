import type { SimulatedCluster } from '@flotilla/simulator';
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
      await cluster(act.cluster).suspend();
      return `Flux is suspended on ${act.cluster}: what people change there stays.`;
    case 'resume':
      await cluster(act.cluster).resume();
      return `Flux goes on on ${act.cluster}: it puts back what differs from Git.`;
    case 'silence':
      await agents.silence(act.cluster);
      silenced.add(act.cluster);
      return `The agent of ${act.cluster} is silent; after three missed signs of life the cluster is Unknown.`;
    case 'heal':
      await cluster(act.cluster).heal();
      silenced.delete(act.cluster);
      await agents.start(cluster(act.cluster), true);
      return `${act.cluster} is itself again.`;
    default:
      throw new Error(`Nobody knows how to "${JSON.stringify(act)}"`);
  }
}

/** Changes the first Deployment of the cluster's ingress, as a person with a tool would. */
async function edit(
  cluster: SimulatedCluster,
  manager = 'kubectl-edit',
  image?: string,
): Promise<string> {
  const target = cluster.deployments().find(isIngress);
  if (!target) {
    throw new Error(`${cluster.name} has no ingress Deployment to edit`);
  }
  const container = target.containers[0];
  const [repository] = container.image.split(':');
  const changed = image ?? `${repository}:hotfix`;
  await cluster.edit({
    kind: 'Deployment',
    namespace: target.namespace,
    name: target.name,
    manager,
    patch: {
      spec: {
        template: {
          spec: { containers: [{ name: container.name, image: changed }] },
        },
      },
    },
  });
  return `${manager} set the image of ${target.namespace}/${target.name} on ${cluster.name} to ${changed}.`;
}

function isIngress({ name }: { name: string }): boolean {
  return /ingress|load-balancer/.test(name);
}
