import { escapeStep, isRecord } from '../source/pointer';
import type { SourceFile } from '../source/sourceFile';

/** Where a value comes from: the layer in words, and its place in a file. */
export interface Origin {
  layer: string;
  source: SourceFile;
  /** Pointer in the source file. */
  pointer: string;
  value: unknown;
}

/** The origins of each leaf of a composed tree, the earliest first, by the leaf's pointer. */
export class Trace {
  private readonly byPointer = new Map<string, Origin[]>();

  add(pointer: string, origin: Origin): void {
    const list = this.byPointer.get(pointer);
    if (list) list.push(origin);
    else this.byPointer.set(pointer, [origin]);
  }

  /** Origins of a leaf, or of all leaves below a pointer, or of the nearest value that holds it. */
  at(pointer: string): Origin[] {
    const exact = this.byPointer.get(pointer);
    if (exact) return exact;
    const below = [...this.byPointer].filter(([at]) =>
      at.startsWith(`${pointer}/`),
    );
    if (below.length > 0) return below.flatMap(([, origins]) => origins);
    const slash = pointer.lastIndexOf('/');
    return slash < 0 ? [] : this.above(pointer.slice(0, slash));
  }

  private above(pointer: string): Origin[] {
    const exact = this.byPointer.get(pointer);
    if (exact) return exact;
    const slash = pointer.lastIndexOf('/');
    return slash < 0 ? [] : this.above(pointer.slice(0, slash));
  }
}

/** One layer's value and where it stands. */
export interface Contribution {
  layer: string;
  source: SourceFile;
  pointer: string;
  value: unknown;
}

/**
 * Lays one value over another: maps merge and `null` removes a key, lists whose items all have a
 * `name` merge by it, anything else is replaced. Neither input is changed.
 */
export function merge(
  base: unknown,
  over: Contribution,
  trace?: Trace,
  at = '',
): unknown {
  return mergeValue(base, over.value, { over, trace, at, from: over.pointer });
}

interface Place {
  over: Contribution;
  trace?: Trace;
  /** Pointer in the result. */
  at: string;
  /** Pointer in the layer's file. */
  from: string;
}

function within(
  place: Place,
  result: string | number,
  source: string | number,
): Place {
  if (!place.trace) return place;
  return {
    ...place,
    at: `${place.at}/${escapeStep(String(result))}`,
    from: `${place.from}/${escapeStep(String(source))}`,
  };
}

function mergeValue(base: unknown, over: unknown, place: Place): unknown {
  if (over === undefined) return base;
  if (isRecord(over)) return mergeMap(isRecord(base) ? base : {}, over, place);
  if (Array.isArray(over)) return mergeList(base, over, place);
  note(place, over);
  return over;
}

function mergeMap(
  base: Record<string, unknown>,
  over: Record<string, unknown>,
  place: Place,
): Record<string, unknown> {
  const result = { ...base };
  const keys = Object.keys(over);
  if (keys.length === 0 && Object.keys(base).length === 0) note(place, over);
  for (const key of keys) {
    const inner = within(place, key, key);
    if (over[key] === null) {
      delete result[key];
      note(inner, null);
    } else {
      const known = Object.hasOwn(base, key) ? base[key] : undefined;
      result[key] = mergeValue(known, over[key], inner);
    }
  }
  return result;
}

function mergeList(
  base: unknown,
  over: readonly unknown[],
  place: Place,
): unknown[] {
  if (!Array.isArray(base) || !isNamed(base) || !isNamed(over)) {
    if (over.length === 0) note(place, over);
    return over.map((item, i) =>
      mergeValue(undefined, item, within(place, i, i)),
    );
  }
  const result: unknown[] = [...base];
  const index = new Map(base.map((item, i) => [item.name, i]));
  over.forEach((item, i) => {
    const known = index.get(item.name);
    const target = known ?? result.length;
    if (known === undefined) index.set(item.name, target);
    result[target] = mergeValue(result[target], item, within(place, target, i));
  });
  return result;
}

function isNamed(
  list: readonly unknown[],
): list is (Record<string, unknown> & { name: string })[] {
  return (
    list.length > 0 &&
    list.every(item => isRecord(item) && typeof item.name === 'string')
  );
}

function note({ trace, at, from, over }: Place, value: unknown): void {
  trace?.add(at, {
    layer: over.layer,
    source: over.source,
    pointer: from,
    value,
  });
}
