import type { KubeObject } from '@flotilla/drift';
import { agentObjects } from './agent/agentObjects';
import { engineOf } from './engine/engineOf';
import type { PartsSource } from './partsSource';

/**
 * What makes a cluster one of the fleet: its engine's source and root, and the agent. No secret is
 * in it; the source's credential reaches the cluster by the management cluster or by its owner.
 */
export function renderBootstrap({
  fleet: { fleet },
  cluster,
}: Pick<PartsSource, 'fleet' | 'cluster'>): KubeObject[] {
  const { name } = cluster.metadata;
  const engine = engineOf(fleet);
  const start = engine.start(name);
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: engine.namespace },
    },
    ...start,
    ...agentObjects(fleet, name, start),
  ];
}
