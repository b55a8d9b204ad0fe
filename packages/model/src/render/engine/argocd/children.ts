import type { KubeObject } from '@flotilla/drift';
import { BOOTSTRAP, INFRASTRUCTURE, partFolder } from '../../part';
import { credentialDelivery, namespaceOf } from '../clusterApi';
import type { ChildCluster } from '../Engine';
import { stageName } from '../stageName';
import { application } from './application';
import { CHILDREN } from './names';

/**
 * After the cluster's own parts: a wave waits until all before it are healthy, and a child that doesn't come
 * up must hold up nobody. What a child needs first is found by trying again.
 */
const CHILDREN_WAVE = 100;

/**
 * A child's machines, and what starts its engine. The latter reaches the child under its name, once
 * Argo CD knows a cluster of that name: a Secret that Git doesn't hold.
 */
export function childObjects(
  child: ChildCluster,
  credential: string | undefined,
  sourceOf: (path: string) => Record<string, unknown>,
): KubeObject[] {
  const { name, namespace, first } = child;
  const stage = (part: string) => `${stageName(part)}-${name}`;
  const inChild = (part: string) =>
    application({
      name: stage(part),
      project: CHILDREN,
      source: sourceOf(partFolder(name, part)),
      destination: { name },
      part,
      cluster: name,
      wave: CHILDREN_WAVE,
      takesAlong: false,
    });
  return [
    namespaceOf(child),
    ...credentialDelivery(child, credential),
    application({
      name: stage(INFRASTRUCTURE),
      source: sourceOf(partFolder(name, INFRASTRUCTURE)),
      destination: { namespace },
      part: INFRASTRUCTURE,
      cluster: name,
      wave: CHILDREN_WAVE,
      // Only what is on its way out may take its machines along.
      takesAlong: child.machinesGo,
    }),
    ...first.parts.map(part => inChild(part.name)),
    inChild(BOOTSTRAP),
  ];
}
