const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;

const NANO = 1_000_000_000n;

const PATTERN =
  /^([+-]?)(\d+\.?\d*|\.\d+)(?:(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|[eE]([+-]?\d+))?$/;

/**
 * A quantity in the form that the API server stores: no fractions, the largest suffix that keeps
 * the value whole (`1000m` → `1`, `1024Mi` → `1Gi`, `0.5` → `500m`). Text that isn't a quantity
 * stays as it is, for validation to refuse.
 */
export function canonicalQuantity(text: string): string {
  const match = PATTERN.exec(text.trim());
  if (!match) return text;
  const [, sign, digits, suffix, exponent] = match;
  const nano = exactNano(digits, suffix ?? '', Number(exponent ?? 0));
  if (nano === 0n) return '0';
  const minus = sign === '-' ? '-' : '';
  const isBinary = BINARY.some(each => each !== '' && each === suffix);
  const wholeBinary = isBinary && nano % NANO === 0n && nano >= 1024n * NANO;
  if (wholeBinary) return minus + scale(nano / NANO, BINARY, 1024n, 0);
  if (exponent !== undefined) return minus + scaleExponent(nano);
  return minus + scale(nano, DECIMAL, 1000n, 0);
}

function exactNano(digits: string, suffix: string, exponent: number): bigint {
  const [whole, fraction = ''] = digits.split('.');
  const mantissa = BigInt((whole || '0') + fraction);
  const factor = factorOf(suffix, exponent);
  const divisor = 10n ** BigInt(fraction.length) * factor.divisor;
  const product = mantissa * factor.multiplier * NANO;
  // Kubernetes rounds up what is smaller than a billionth.
  return product % divisor === 0n ? product / divisor : product / divisor + 1n;
}

function factorOf(
  suffix: string,
  exponent: number,
): { multiplier: bigint; divisor: bigint } {
  const binary = BINARY.findIndex(each => each === suffix);
  if (binary > 0) return { multiplier: 1024n ** BigInt(binary), divisor: 1n };
  const power = exponent + (DECIMAL.findIndex(each => each === suffix) - 3) * 3;
  return power >= 0
    ? { multiplier: 10n ** BigInt(power), divisor: 1n }
    : { multiplier: 1n, divisor: 10n ** BigInt(-power) };
}

function scale(
  value: bigint,
  suffixes: readonly string[],
  base: bigint,
  start: number,
): string {
  let rest = value;
  let index = start;
  while (index < suffixes.length - 1 && rest % base === 0n) {
    rest /= base;
    index += 1;
  }
  return `${rest}${suffixes[index]}`;
}

function scaleExponent(nano: bigint): string {
  let rest = nano;
  let exponent = -9;
  while (rest % 1000n === 0n) {
    rest /= 1000n;
    exponent += 3;
  }
  return exponent === 0 ? `${rest}` : `${rest}e${exponent}`;
}
