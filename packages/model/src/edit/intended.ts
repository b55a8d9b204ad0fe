import { isRecord } from '../source/pointer';
import type { Step } from './steps';

/** A value after a step; the one given stays as it is. */
export function after(value: unknown, step: Step): unknown {
  const [first, ...rest] = step.steps;
  if (first === undefined) return step.what === 'remove' ? null : step.value;
  const inner = { ...step, steps: rest };
  if (Array.isArray(value)) {
    const at = first === '-' ? value.length : Number(first);
    const [put, gone] =
      rest.length > 0 ? [[after(value[at], inner)], 1] : ends(step);
    return [...value.slice(0, at), ...put, ...value.slice(at + gone)];
  }
  if (!isRecord(value)) return value;
  const { [first]: old, ...others } = value;
  if (rest.length === 0 && step.what === 'remove') return others;
  return { ...value, [first]: after(old, inner) };
}

/** What a step puts into a list, and how many items go for it. */
function ends(step: Step): [unknown[], number] {
  switch (step.what) {
    case 'insert':
      return [[step.value], 0];
    case 'replace':
      return [[step.value], 1];
    default:
      return [[], 1];
  }
}
