import type { Composition } from '../compose/composition';
import { merge, Trace } from '../compose/merge';
import type { Origin } from '../compose/merge';
import { segmentsOf } from '../expressions/segments';
import { pathOf, pathsRead } from '../expressions/cel';
import type { BuiltObject } from '../render/built';
import { stepsOf, valueAt } from '../source/pointer';
import { followed, originsOfPath } from './references';
import type { Followed, Reading } from './references';

/** Every place that had a say in a field of an object, in the order in which they applied: the last one decided. */
export function originsOf(
  composition: Composition,
  built: BuiltObject,
  pointer: string,
): Origin[] {
  const readings = built.from.map(ingredient => ({ composition, ingredient }));
  return originsIn(built, pointer).flatMap(found =>
    withReferences(readings, found),
  );
}

/** Origins of a field, from what the object was built from, expressions unread. */
function originsIn({ from }: BuiltObject, pointer: string): Followed[] {
  const trace = new Trace();
  let tree: unknown = {};
  for (const ingredient of from) {
    if (ingredient.at === '') tree = merge(tree, ingredient, trace);
    else merge(valueAt(tree, ingredient.at), ingredient, trace, ingredient.at);
  }
  return followed(trace, pointer);
}

/** How far a chain of expressions is followed: template → value → variable. */
const MAX_CHAIN = 4;

/** An origin, followed by what its expressions read. */
function withReferences(
  readings: readonly Reading[],
  { origin, rest }: Followed,
  depth = 0,
): Origin[] {
  if (typeof origin.value !== 'string' || depth > MAX_CHAIN) return [origin];
  const reading =
    readings.find(({ ingredient }) => ingredient.source === origin.source) ??
    readings[0];
  const read = reading
    ? pathsBehind(origin.value, rest).flatMap(path =>
        originsOfPath(reading, path),
      )
    : [];
  return [
    origin,
    ...read.flatMap(next => withReferences(readings, next, depth + 1)),
  ];
}

/** What a leaf reads; of one that hands on a whole map or list, only the part that is asked for. */
function pathsBehind(leaf: string, rest: string): string[][] {
  const segments = segmentsOf(leaf);
  if (!Array.isArray(segments)) return [];
  const expressions = segments.flatMap(segment =>
    'expression' in segment ? [segment.expression] : [],
  );
  const handed = segments.length === 1 && expressions.map(pathOf)[0];
  return handed
    ? [[...handed, ...stepsOf(rest)]]
    : expressions.flatMap(pathsRead);
}
