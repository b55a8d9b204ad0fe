import { computedIn, Reads } from '../expressions/reads';
import type { Scope } from '../expressions/scope';
import { isRecord } from '../source/pointer';
import { ANY_CLUSTER } from './anyCluster';

const scopes = new WeakMap<Scope, Scope>();

/** What expressions see of a cluster, as if it had the name that stands for all. */
export function anyScopeOf(scope: Scope): Scope {
  const known = scopes.get(scope);
  if (known) return known;
  const { cluster } = scope;
  const any = {
    ...scope,
    cluster: {
      ...(isRecord(cluster) ? cluster : {}),
      name: ANY_CLUSTER,
      namespace: `fleet-${ANY_CLUSTER}`,
    },
  };
  scopes.set(scope, any);
  return any;
}

const computed = new WeakMap<object, Reads>();

/**
 * Whether the expressions in a tree only hand on the name that stands for all. What they compute with it, such as its
 * length, would be another thing for each cluster.
 */
export function handsOnName(tree: object, anyScope: Scope): boolean {
  const reads = computed.get(tree) ?? new Reads(computedIn(tree));
  computed.set(tree, reads);
  return !reads.of(anyScope).includes(ANY_CLUSTER);
}
