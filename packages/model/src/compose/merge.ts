import { escapeStep, isRecord } from '../source/pointer';
import type { SourceFile } from '../source/sourceFile';
import { isNamedList } from './named';

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
  private readonly byPointer: Map<string, Origin[]>;

  /** @param start - a trace that this one goes on from, which stays as it is */
  constructor(start?: Trace) {
    this.byPointer = new Map(start?.byPointer);
  }

  add(pointer: string, origin: Origin): void {
    const before = this.byPointer.get(pointer) ?? [];
    this.byPointer.set(pointer, [...before, origin]);
  }

  /** Origins of a leaf, or of all leaves below a pointer, or of the nearest value that holds it. */
  at(pointer: string): Origin[] {
    return this.nearest(pointer).origins;
  }

  /** As {@link Trace.at}, with the pointer of the value that the origins are of. */
  nearest(pointer: string): { pointer: string; origins: Origin[] } {
    const exact = this.byPointer.get(pointer);
    if (exact) return { pointer, origins: exact };
    const below = [...this.byPointer].filter(([at]) =>
      at.startsWith(`${pointer}/`),
    );
    if (below.length > 0) {
      return { pointer, origins: below.flatMap(([, origins]) => origins) };
    }
    for (
      let slash = pointer.lastIndexOf('/');
      slash >= 0;
      slash = pointer.lastIndexOf('/', slash - 1)
    ) {
      const above = pointer.slice(0, slash);
      const origins = this.byPointer.get(above);
      if (origins) return { pointer: above, origins };
      if (slash === 0) break;
    }
    return { pointer, origins: [] };
  }

  /** Forgets what lay below a value that another one has replaced. */
  forgetBelow(pointer: string): void {
    for (const at of this.byPointer.keys()) {
      if (at.startsWith(`${pointer}/`)) this.byPointer.delete(at);
    }
  }

  /** Forgets what was said of a value as a whole: now its leaves have origins of their own. */
  forget(pointer: string): void {
    this.byPointer.delete(pointer);
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
export function overlay(base: unknown, over: unknown): unknown {
  return mergeValue(base, over, { at: '', from: '' });
}

/** As {@link overlay}, noting who set each leaf. `at` is where the values stand in the traced tree. */
export function merge(
  base: unknown,
  over: Contribution,
  trace?: Trace,
  at = '',
): unknown {
  const { value, pointer: from } = over;
  return mergeValue(base, value, { noted: trace && { over, trace }, at, from });
}

interface Place {
  noted?: { over: Contribution; trace: Trace };
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
  if (!place.noted) return place;
  return {
    ...place,
    at: `${place.at}/${escapeStep(String(result))}`,
    from: `${place.from}/${escapeStep(String(source))}`,
  };
}

function mergeValue(base: unknown, over: unknown, place: Place): unknown {
  if (over === undefined) return base;
  if (isRecord(over)) return mergeMap(base, over, place);
  if (Array.isArray(over)) return mergeList(base, over, place);
  replaceAll(base, place);
  note(place, over);
  return over;
}

/** Nothing that was said of a replaced value's inside is true of the new one. */
function replaceAll(base: unknown, { noted, at }: Place): void {
  if (typeof base === 'object' && base !== null) noted?.trace.forgetBelow(at);
}

function mergeMap(
  base: unknown,
  over: Record<string, unknown>,
  place: Place,
): Record<string, unknown> {
  const under = isRecord(base) ? base : undefined;
  if (!under) replaceAll(base, place);
  const result = { ...under };
  const keys = Object.keys(over);
  if (keys.length > 0) place.noted?.trace.forget(place.at);
  else if (Object.keys(result).length === 0) note(place, over);
  for (const key of keys) {
    const inner = within(place, key, key);
    const known = under && Object.hasOwn(under, key) ? under[key] : undefined;
    if (over[key] === null) {
      delete result[key];
      replaceAll(known, inner);
      note(inner, null);
    } else {
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
  if (!isNamedList(base) || !isNamedList(over)) {
    replaceAll(base, place);
    if (over.length === 0) note(place, over);
    else place.noted?.trace.forget(place.at);
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

function note({ noted, at, from }: Place, value: unknown): void {
  if (!noted) return;
  const { layer, source } = noted.over;
  noted.trace.add(at, { layer, source, pointer: from, value });
}
