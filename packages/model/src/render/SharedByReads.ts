import { computedIn, pathsIn, Reads, textOf } from '../expressions/reads';
import { evaluateRemembered } from '../expressions/remembered';
import type { Scope } from '../expressions/scope';
import { ByIdentity } from '../memory/ByIdentity';
import type { Gaps } from './Gaps';
import { keysIn, NAME } from './anyCluster';

/** Something that many clusters have. */
export interface Unit {
  /** All that it is made of but what expressions read. */
  things: readonly object[];
  /** Where its expressions stand. */
  trees: () => readonly object[];
  /** The values of a component, which expressions in the trees read as `values`. */
  written?: object;
  /** What else it hangs on. */
  text?: string;
}

/** A unit as it was made with stand-ins. */
export interface Made<R> {
  /** Nothing where it has to be made for each cluster. */
  result?: R;
  /** What has to be seen as it is, because another text would do more than take its place. */
  hangsOn: ReadonlySet<string>;
}

interface Memory<R> {
  reads: Reads;
  /** By the stand-ins that there are. */
  byKeys: Map<string, Results<R>>;
}

interface Results<R> {
  /** What is seen as it is. */
  closed: Set<string>;
  /** By what was read. */
  made: Map<string, Made<R>>;
}

/** A unit on thousands of clusters has few different inputs; the bound is for the odd one that hasn't. */
const MAX_INPUTS = 1000;

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Makes a unit once for all clusters of which its expressions read the same. What is only a cluster's own, its name and
 * texts that its file gives for variables, may differ where expressions only hand it on: there are stand-ins for it.
 */
export class SharedByReads<R> {
  readonly #memories = new ByIdentity<Memory<R>>();

  /**
   * @param make - makes the unit of what expressions see
   * @returns nothing where it has to be made for this cluster alone
   */
  of(gaps: Gaps, unit: Unit, make: (scope: Scope) => Made<R>): R | undefined {
    const { things, trees, written } = unit;
    const { reads, byKeys } = this.#memories.of(
      things,
      textOf(written),
      () => ({
        reads: new Reads([written, ...trees()].flatMap(pathsIn)),
        byKeys: new Map(),
      }),
    );
    const { closed, made } = byKeys.get(gaps.keys) ?? {
      closed: new Set<string>(),
      made: new Map<string, Made<R>>(),
    };
    byKeys.set(gaps.keys, { closed, made });
    while (!closed.has(NAME)) {
      const scope = gaps.scopeWithout(closed);
      const input = reads.of(scope) + (unit.text ?? '');
      const known = made.get(input) ?? makeUnit(unit, scope, make);
      if (known.hangsOn.size === 0) {
        if (made.size >= MAX_INPUTS) made.clear();
        made.set(input, known);
        return known.result;
      }
      known.hangsOn.forEach(key => closed.add(key));
    }
    return undefined;
  }
}

function makeUnit<R>(
  { written, trees }: Unit,
  scope: Scope,
  make: (scope: Scope) => Made<R>,
): Made<R> {
  if (!written) return madeOf(trees(), scope, make);
  const ofValues = computedOf([written], scope);
  if (ofValues.size > 0) return { hangsOn: ofValues };
  const { value: values, errors } = evaluateRemembered(written, scope);
  return errors.length > 0
    ? { hangsOn: NOTHING }
    : madeOf(trees(), { ...scope, values }, make);
}

function madeOf<R>(
  trees: readonly object[],
  scope: Scope,
  make: (scope: Scope) => Made<R>,
): Made<R> {
  const computed = computedOf(trees, scope);
  return computed.size > 0 ? { hangsOn: computed } : make(scope);
}

const computedReads = new WeakMap<object, Reads>();

/** What stand-ins expressions compute with: the outcome, such as a length, would be another one for each cluster. */
function computedOf(trees: readonly object[], scope: Scope): Set<string> {
  return new Set(
    trees.flatMap(tree => {
      const reads = computedReads.get(tree) ?? new Reads(computedIn(tree));
      computedReads.set(tree, reads);
      return keysIn(reads.of(scope));
    }),
  );
}
