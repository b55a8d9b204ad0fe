import type { ComposedCluster } from '../compose/composed';
import { printSharing } from './yaml';

/** Where a cluster's composition is printed. */
export function resolvedPath(cluster: string): string {
  return `rendered/${cluster}/resolved.yaml`;
}

/** The composed cluster as reviewers read it: what was chosen, and which layer chose it. */
export function printResolved(composed: ComposedCluster): string {
  const { name, owner, labels, patches, ignored, ...spec } = composed;
  return printSharing({
    apiVersion: 'flotilla.dev/v1alpha1',
    kind: 'ResolvedCluster',
    metadata: { name, labels },
    spec: {
      owner,
      ...spec,
      ...(ignored.length > 0 && { ignored }),
      ...(patches.length > 0 && { patches }),
    },
  });
}
