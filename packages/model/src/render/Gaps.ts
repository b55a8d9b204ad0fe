import type { Composition } from '../compose/composition';
import type { Ground } from '../compose/layers';
import { machineNamespace } from '../compose/machineNamespace';
import type { Scope } from '../expressions/scope';
import { isRecord } from '../source/pointer';
import { Filling } from './Filling';
import { ANY_CLUSTER, NAME, standInFor } from './anyCluster';

/**
 * A text that changes nothing of how a text of several lines is written, in a block or in quotes, when it takes the place
 * of another such.
 */
const HARMLESS = /^[!#-[\]-~](?:[ !#-[\]-~]*[!#-[\]-~])?$/;

const gaps = new WeakMap<Composition, Gaps>();

/** A cluster as one of any: what is only its own are stand-ins in what expressions see of it. */
export class Gaps {
  /** What stands for something: what clusters have in common of which the same stands for the same. */
  readonly keys: string;
  readonly filling: Filling;
  #scope?: Scope;

  private constructor(
    private readonly scope: Scope,
    /** By name, the key of each variable that the cluster's own file gives. */
    private readonly variables: ReadonlyMap<string, string>,
    values: ReadonlyMap<string, string>,
  ) {
    this.keys = [...values.keys()].join(' ');
    this.filling = new Filling(values);
  }

  static of(composition: Composition): Gaps {
    const known = gaps.get(composition);
    if (known) return known;
    const made = Gaps.newOf(composition);
    gaps.set(composition, made);
    return made;
  }

  private static newOf(composition: Composition): Gaps {
    const { cluster, ground, scope } = composition;
    const values = new Map([[NAME, cluster.metadata.name]]);
    const variables = new Map<string, string>();
    const keys = keysOf(ground);
    for (const name of Object.keys(cluster.spec.variables ?? {})) {
      const value = composition.variables.values[name];
      const key = keys.get(name);
      if (key === undefined || typeof value !== 'string') continue;
      if (!HARMLESS.test(value)) continue;
      values.set(key, value);
      variables.set(name, key);
    }
    return new Gaps(scope, variables, values);
  }

  /** @param closed - keys of what is to be seen as it is */
  scopeWithout(closed: ReadonlySet<string>): Scope {
    if (closed.size > 0) return this.newScope(closed);
    this.#scope ??= this.newScope(closed);
    return this.#scope;
  }

  private newScope(closed: ReadonlySet<string>): Scope {
    const { cluster, variables } = this.scope;
    const open = [...this.variables].filter(([, key]) => !closed.has(key));
    return {
      ...this.scope,
      ...(open.length > 0 && {
        variables: {
          ...(isRecord(variables) ? variables : {}),
          ...Object.fromEntries(
            open.map(([name, key]) => [name, standInFor(key)]),
          ),
        },
      }),
      cluster: {
        ...(isRecord(cluster) ? cluster : {}),
        name: ANY_CLUSTER,
        namespace: machineNamespace(ANY_CLUSTER),
      },
    };
  }
}

const keysByGround = new WeakMap<Ground, ReadonlyMap<string, string>>();

/** What stands for variables of clusters on one ground. */
function keysOf(ground: Ground): ReadonlyMap<string, string> {
  const known = keysByGround.get(ground);
  if (known) return known;
  const names = [...ground.declarations.keys()];
  const keys = new Map(names.map((name, i) => [name, `v${i}`]));
  keysByGround.set(ground, keys);
  return keys;
}
