import { isCelList, isCelMap, isCelUint } from '@bufbuild/cel';
import type { CelInput, CelValue } from '@bufbuild/cel';
import { opaqueText } from './opaque';

/** A leaf holds no more than this many values, or this many hundred characters. */
const MAX_ITEMS = 10_000;

const inputs = new WeakMap<object, CelInput>();

/** JSON as CEL takes it: whole numbers become int. Objects are converted once. */
export function toCel(value: unknown): CelInput {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  const known = inputs.get(value);
  if (known !== undefined) return known;
  const converted: CelInput = Array.isArray(value)
    ? value.map(toCel)
    : new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
  inputs.set(value, converted);
  return converted;
}

/**
 * A CEL value as JSON.
 *
 * @throws RangeError, TypeError where it has none, or is too large
 */
export function toJson(value: CelValue, budget = { items: 0 }): unknown {
  budget.items += 1 + (typeof value === 'string' ? value.length / 100 : 0);
  if (budget.items > MAX_ITEMS) {
    throw new RangeError(
      `an expression gives at most ${MAX_ITEMS} values, or ${MAX_ITEMS}00 characters`,
    );
  }
  if (typeof value === 'bigint') return wholeNumber(value);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new RangeError('the result is not a finite number');
  }
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  if (isCelUint(value)) return wholeNumber(value.value);
  if (isCelList(value)) return [...value].map(item => toJson(item, budget));
  if (isCelMap(value)) {
    const entries = [...value].map(([key, item]) => {
      const name = isCelUint(key) ? key.value : key;
      return [String(name), toJson(item, budget)] as const;
    });
    return Object.fromEntries(entries);
  }
  const text = opaqueText(value);
  if (text !== undefined) return text;
  throw new TypeError(
    'the result is neither text, number, list nor map; turn it into text with string()',
  );
}

function wholeNumber(value: bigint): number {
  if (Number.isSafeInteger(Number(value))) return Number(value);
  throw new RangeError(
    `${value} is too large a number for a file; turn it into text with string()`,
  );
}
