/** What a scalar of JSON can be; a bigint is a whole number that wouldn't be printed as it was read. */
export type Scalar = string | number | bigint | boolean | null;

const CORE_WORDS = new Map<string, boolean | null>([
  ...['', '~', 'null', 'Null', 'NULL'].map(word => [word, null] as const),
  ...['true', 'True', 'TRUE'].map(word => [word, true] as const),
  ...['false', 'False', 'FALSE'].map(word => [word, false] as const),
]);

const KUBERNETES_WORDS = new Map<string, boolean | null>([
  ...CORE_WORDS,
  ...words('y', 'yes', 'on').map(word => [word, true] as const),
  ...words('n', 'no', 'off').map(word => [word, false] as const),
]);

function words(...all: string[]): string[] {
  return all.flatMap(word => [
    word,
    word[0].toUpperCase() + word.slice(1),
    word.toUpperCase(),
  ]);
}

const SPECIAL = new Map<string, number>([
  ...['.nan', '.NaN', '.NAN'].map(word => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF'].flatMap(word => [
    [word, Infinity] as const,
    [`+${word}`, Infinity] as const,
    [`-${word}`, -Infinity] as const,
  ]),
]);

const CORE_INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const KUBERNETES_INTEGER =
  /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT64 = 2n ** 64n - 1n;

/** What plain text means in YAML 1.2's core schema: the files that people write for Flotilla. */
export function coreScalar(text: string): Scalar {
  const word = CORE_WORDS.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  if (CORE_INTEGER.test(text)) return exact(integer(text, 10));
  if (FLOAT.test(text)) return Number(text);
  return SPECIAL.get(text) ?? text;
}

/**
 * What plain text means to Kubernetes: `sigs.k8s.io/yaml`, whose YAML 1.1 has neither base-60
 * numbers nor timestamps, but binary, both ways of octal, and `y`.
 */
export function kubernetesScalar(text: string): Scalar {
  const word = KUBERNETES_WORDS.get(text);
  if (word !== undefined) return word;
  const number = kubernetesNumber(text);
  if (number === undefined) return text;
  return typeof number === 'bigint' ? exact(number) : number;
}

/** Whole numbers of 64 bits as such, others as doubles; undefined for text. */
function kubernetesNumber(text: string): bigint | number | undefined {
  if (!/^[-+.0-9]/.test(text)) return undefined;
  const special = SPECIAL.get(text);
  if (special !== undefined) return special;
  // Go allows underscores between digits only; where a sign or digit leads, they are dropped first.
  if (text[0] === '.' && /_(?![0-9])|[^0-9]_/.test(text)) return undefined;
  const digits = text.replace(/_/g, '');
  if (KUBERNETES_INTEGER.test(digits)) {
    const value = integer(digits, 8);
    if (value >= -MAX_INT64 - 1n && value <= MAX_INT64) return value;
    if (value > 0n && value <= MAX_UINT64 && digits[0] !== '+') return value;
  }
  if (!FLOAT.test(digits)) return undefined;
  const value = Number(digits);
  // Out of a double's range it stays text.
  return Number.isFinite(value) ? value : undefined;
}

/** The value of digits with a sign and a prefix; `leadingZero` is the base of `0644`. */
function integer(text: string, leadingZero: 8 | 10): bigint {
  const negative = text[0] === '-';
  const digits = text.replace(/^[-+]/, '').toLowerCase();
  const octal = leadingZero === 8 && /^0[0-7]/.test(digits);
  const value = BigInt(octal ? `0o${digits}` : digits);
  return negative ? -value : value;
}

function exact(value: bigint): number | bigint {
  const double = Number(value);
  return String(double) === String(value) ? double : value;
}

/**
 * The name that plain text gives a field in Kubernetes' reader: whole numbers in digits, others in
 * the fewest digits of a 32-bit float (Go's `FormatFloat(x, 'g', -1, 32)`). Undefined where it
 * refuses.
 */
export function kubernetesKey(text: string): string | undefined {
  const word = KUBERNETES_WORDS.get(text);
  if (word !== undefined) return word === null ? undefined : String(word);
  const number = kubernetesNumber(text);
  if (number === undefined) return text;
  if (typeof number === 'bigint') {
    return number > MAX_INT64 ? undefined : String(number);
  }
  return shortest(number);
}

function shortest(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(value, -0) ? '-0' : '0';
  let digits = 1;
  while (Math.fround(Number(single.toPrecision(digits))) !== single) {
    digits += 1;
  }
  const [mantissa, exponent] = single.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(`${mantissa}e${power}`));
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${size}`;
}
