import type { ClusterShape, Provider } from '../kinds';
import { compareText } from '../problems';
import type { ComposedShape } from './shape';

/**
 * What templates read of `cluster`: blocks that a model may leave out are there all the same, so that
 * `has(cluster.identity.oidc)` is a question and not an error.
 */
export function machinesScope(
  { shape, kubernetes }: ComposedShape,
  provider: Provider,
): Record<string, unknown> {
  const { healthChecks } = shape;
  return {
    ...shape,
    network: shape.network ?? {},
    identity: shape.identity ?? {},
    ...(healthChecks && {
      healthChecks: {
        unhealthyAfter: healthChecks.unhealthyAfter ?? '5m',
        maxUnhealthy: healthChecks.maxUnhealthy ?? '100%',
      },
    }),
    workerPools: poolsOf(shape, provider),
    ...(kubernetes?.version && { kubernetesVersion: kubernetes.version }),
  };
}

/** Worker pools with every field that a template may read, so that `pool.taints` is never missing. */
function poolsOf(
  { workerPools, kubernetes }: ClusterShape,
  { spec: { kubernetesVersions } }: Provider,
): Record<string, unknown>[] {
  return (workerPools ?? []).map(pool => {
    const minor = pool.kubernetes ?? kubernetes ?? '';
    const version = kubernetesVersions?.[minor];
    return {
      ...pool,
      replicas: pool.replicas ?? 1,
      labels: sorted(pool.labels ?? {}),
      taints: pool.taints ?? [],
      kubernetes: minor,
      ...(version && { kubernetesVersion: version }),
    };
  });
}

/** A template may join them to one text, which must not depend on the order in which layers wrote them. */
function sorted(labels: Record<string, string | null>): object {
  return Object.fromEntries(
    Object.entries(labels).sort(([a], [b]) => compareText(a, b)),
  );
}
