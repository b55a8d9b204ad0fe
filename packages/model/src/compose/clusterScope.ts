import type { ClusterShape, Provider } from '../kinds';
import { compareText } from '../problems';
import type { ComposedShape } from './shape';

const scopes = new WeakMap<ComposedShape, Record<string, unknown>>();

/** {@link newScope}, once for clusters that share a shape. */
export function machinesScope(
  composed: ComposedShape,
  provider: Provider,
): Record<string, unknown> {
  const known = scopes.get(composed) ?? newScope(composed, provider);
  scopes.set(composed, known);
  return known;
}

/**
 * What templates read of `cluster`: blocks that a model may leave out are there all the same, so that
 * `has(cluster.identity.oidc)` is a question and not an error.
 */
function newScope(
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
