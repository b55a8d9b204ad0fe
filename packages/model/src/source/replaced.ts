import { isRecord } from './pointer';

/** A copy with another value at a path; `undefined` takes away what is there. Maps on the way are made. */
export function withValueAt(
  holder: unknown,
  [step, ...rest]: readonly string[],
  value: unknown,
): unknown {
  if (step === undefined) return value;
  if (Array.isArray(holder)) {
    return holder.map((item: unknown, i) =>
      String(i) === step ? withValueAt(item, rest, value) : item,
    );
  }
  const map = isRecord(holder) ? holder : {};
  const { [step]: before, ...others } = map;
  const after =
    value === undefined && before === undefined
      ? undefined
      : withValueAt(before, rest, value);
  if (after === undefined) return others;
  return step in map ? { ...map, [step]: after } : { ...others, [step]: after };
}
