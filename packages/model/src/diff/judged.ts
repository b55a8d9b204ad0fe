import { valueAt } from '../source/pointer';
import type { JudgedChange } from './ConsequenceRule';

export function at(object: JudgedChange['after'], pointer: string): unknown {
  return valueAt(object, pointer);
}

/** Whether a number is smaller than it was. */
export function isLess(
  { before, after }: JudgedChange,
  pointer: string,
): boolean {
  const [was, is] = [valueAt(before, pointer), valueAt(after, pointer)];
  return typeof was === 'number' && typeof is === 'number' && is < was;
}
