import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import { agentObjects } from './agent';
import {
  ENGINE_NAMESPACE,
  FLEET_SOURCE,
  fleetSource,
  kustomization,
} from './flux';

/**
 * What makes a cluster one of the fleet: its engine's source and root, and the agent. No secret is
 * in it; the source's credential reaches the cluster by the management cluster or by its owner.
 */
export function renderBootstrap({
  fleet: { fleet },
  cluster,
}: Composition): KubeObject[] {
  const { name } = cluster.metadata;
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: ENGINE_NAMESPACE },
    },
    fleetSource(fleet),
    kustomization({
      name: FLEET_SOURCE,
      path: `./rendered/${name}/gitops`,
      // It holds the Kustomizations of the parts: waiting for them would only hide which one is late.
      spec: { wait: false },
    }),
    ...agentObjects(fleet, name),
  ];
}
