import { isNamedList } from '../compose/named';
import type { Step } from '../schema/fieldFaults';
import { escapeStep, isRecord } from '../source/pointer';
import type { SourceFile } from '../source/sourceFile';
import type { BuiltObject } from './built';

/** Who set a field of an object, and where. */
export interface Setter {
  source: SourceFile;
  pointer: string;
  /** What stands there, expressions unread. */
  written: unknown;
  /** A patch did, not the object's own manifest. */
  isPatch: boolean;
}

/** The last of an object's ingredients that says something of a field. */
export function setterOf(
  { object, from }: BuiltObject,
  steps: readonly Step[],
): Setter {
  for (const { source, pointer, value } of from.slice(1).reverse()) {
    const spot = spotOf(value, object, steps);
    if (spot.reached) {
      const { at, written } = spot;
      return { source, pointer: pointer + at, written, isPatch: true };
    }
  }
  const { source, pointer, value } = from[0];
  const { at, written } = spotOf(value, object, steps);
  return { source, pointer: pointer + at, written, isPatch: false };
}

interface Spot {
  /** As far as the steps lead. */
  at: string;
  written: unknown;
  /** All of the way, or to what gives the rest. */
  reached: boolean;
}

/** Follows a field of an object into one of the values it was merged from. */
function spotOf(value: unknown, object: unknown, steps: readonly Step[]): Spot {
  let written = value;
  let merged = object;
  let at = '';
  for (const step of steps) {
    const key = keyIn(written, merged, step);
    const next = childOf(written, key);
    if (next === undefined) {
      const reached = typeof written === 'string' && written.includes('${');
      return { at, written, reached };
    }
    at += `/${escapeStep(String(key))}`;
    written = next;
    merged = childOf(merged, step);
  }
  return { at, written, reached: true };
}

/** Items of lists that merge by name stand elsewhere in each of them. */
function keyIn(written: unknown, merged: unknown, step: Step): Step {
  const item = childOf(merged, step);
  if (!isNamedList(written) || !isRecord(item)) return step;
  return written.findIndex(({ name }) => name === item.name);
}

function childOf(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  return isRecord(value) && Object.hasOwn(value, step)
    ? value[step]
    : undefined;
}
