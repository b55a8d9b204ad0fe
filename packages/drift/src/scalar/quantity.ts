const QUANTITY =
  /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei))?$/;

const DECIMAL: Record<string, number> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY: Record<string, bigint> = {
  Ki: BigInt(10),
  Mi: BigInt(20),
  Gi: BigInt(30),
  Ti: BigInt(40),
  Pi: BigInt(50),
  Ei: BigInt(60),
};
const TEN = BigInt(10);
const ZERO = BigInt(0);

/**
 * Whether two quantities are the same amount: the API server rewrites `1000m`
 * as `1` and `1024Mi` as `1Gi`.
 */
export function sameQuantity(one: unknown, other: unknown): boolean {
  return compareQuantities(one, other) === 0;
}

/** Negative where the first is less; undefined where one isn't a quantity. */
export function compareQuantities(
  one: unknown,
  other: unknown,
): number | undefined {
  const left = parseQuantity(one);
  const right = parseQuantity(other);
  if (!left || !right) return undefined;
  const exponent = Math.min(left.exponent, right.exponent);
  const difference = scaled(left, exponent) - scaled(right, exponent);
  return difference === ZERO ? 0 : Number(difference > ZERO) * 2 - 1;
}

interface Quantity {
  digits: bigint;
  /** Power of ten. */
  exponent: number;
}

function scaled({ digits, exponent }: Quantity, to: number): bigint {
  return digits * TEN ** BigInt(exponent - to);
}

function parseQuantity(value: unknown): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const match = QUANTITY.exec(String(value).trim());
  if (!match) return undefined;
  const [, sign, whole, fraction = '', power, suffix = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  let digits = BigInt(whole + fraction);
  if (sign === '-') digits = -digits;
  if (suffix in BINARY) digits <<= BINARY[suffix];
  if (digits === ZERO) return { digits, exponent: 0 };
  const exponent =
    (power ? Number(power.slice(1)) : 0) +
    (DECIMAL[suffix] ?? 0) -
    fraction.length;
  // A hostile exponent must not make a number of a million digits.
  return Math.abs(exponent) > 400 ? undefined : { digits, exponent };
}
