import { CelScalar, celFunc, celMethod } from '@bufbuild/cel';
import { opaque, opaqueText } from '../opaque';

/*
 * Kubernetes' quantity library: `quantity('1Gi').add(quantity('512Mi'))`, with the methods and the
 * canonical form of `k8s.io/apimachinery/pkg/api/resource`, exact to a nano.
 */
const { BOOL, DOUBLE, INT, STRING } = CelScalar;
const QUANTITY = opaque('kubernetes.Quantity');

const NANO = 1_000_000_000n;
const MAX_INT = 2n ** 63n - 1n;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const EXPONENTS = DECIMAL.map((_, i) => (i === 3 ? '' : `e${(i - 3) * 3}`));

type Form = 'decimal' | 'binary' | 'exponent';

/** An amount in nanos, and how it was written. */
interface Amount {
  nanos: bigint;
  form: Form;
}

const WRITTEN =
  /^([+-]?)(\d+)?(?:\.(\d*))?(?:([numkMGTPE])|([KMGTPE]i)|[eE]([+-]?\d{1,2}))?$/;

/** What a text says as a quantity, rounded up to a nano; undefined when it isn't one. */
function read(text: string): Amount | undefined {
  const match = text.length > 100 ? null : WRITTEN.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', si, bi, exponent] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(`${whole}${fraction}`);
  const form = formOf(bi, exponent);
  const power = powerOf(si, exponent) + 9 - fraction.length;
  const scale = bi ? 1024n ** BigInt(BINARY.indexOf(bi)) : 1n;
  const nanos = scaled(digits * scale, power);
  return { nanos: sign === '-' ? -nanos : nanos, form };
}

function formOf(bi: string | undefined, exponent: string | undefined): Form {
  if (bi) return 'binary';
  return exponent === undefined ? 'decimal' : 'exponent';
}

function powerOf(si: string | undefined, exponent: string | undefined): number {
  if (exponent !== undefined) return Number(exponent);
  return (DECIMAL.indexOf(si ?? '') - 3) * 3;
}

function scaled(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const unit = 10n ** BigInt(-power);
  return (digits + unit - 1n) / unit;
}

/** The canonical text: the largest suffix that needs no fraction. */
function write({ nanos, form }: Amount): string {
  if (nanos === 0n) return '0';
  if (form === 'binary' && nanos % NANO === 0n && abs(nanos) >= 1024n * NANO) {
    return withSuffix(nanos / NANO, 1024n, BINARY);
  }
  const suffixes = form === 'exponent' ? EXPONENTS : DECIMAL;
  return withSuffix(nanos, 1000n, suffixes);
}

function withSuffix(
  amount: bigint,
  step: bigint,
  suffixes: readonly string[],
): string {
  let left = amount;
  let at = 0;
  while (at < suffixes.length - 1 && left % step === 0n) {
    left /= step;
    at += 1;
  }
  return `${left}${suffixes[at]}`;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function amountOf(value: unknown): Amount {
  const text = opaqueText(value);
  const amount = text === undefined ? undefined : read(text);
  if (!amount) throw new Error('not a quantity');
  return amount;
}

function given(text: string): Amount {
  const amount = read(text);
  if (!amount) throw new Error(`${JSON.stringify(text)} isn't a quantity`);
  return amount;
}

function compare(a: unknown, b: unknown): bigint {
  const difference = amountOf(a).nanos - amountOf(b).nanos;
  if (difference === 0n) return 0n;
  return difference < 0n ? -1n : 1n;
}

function isWhole({ nanos }: Amount): boolean {
  return nanos % NANO === 0n && abs(nanos / NANO) <= MAX_INT;
}

function sum(a: unknown, nanos: bigint) {
  const { nanos: own, form } = amountOf(a);
  return QUANTITY.of(write({ nanos: own + nanos, form }));
}

/** Whether two values are the same amount, however written; undefined where they aren't amounts. */
export function sameAmount(a: unknown, b: unknown): boolean | undefined {
  const [x, y] = [opaqueText(a), opaqueText(b)];
  if (x === undefined || y === undefined) return undefined;
  const [p, q] = [read(x), read(y)];
  return p && q ? p.nanos === q.nanos : undefined;
}

const { type } = QUANTITY;

export const quantityFunctions = [
  celFunc('isQuantity', [STRING], BOOL, text => read(text) !== undefined),
  celFunc('quantity', [STRING], type, text => QUANTITY.of(write(given(text)))),
  celFunc('string', [type], STRING, value => opaqueText(value) ?? ''),
  celMethod('sign', type, [], INT, function sign() {
    const { nanos } = amountOf(this);
    if (nanos === 0n) return 0n;
    return nanos < 0n ? -1n : 1n;
  }),
  celMethod('isInteger', type, [], BOOL, function isInteger() {
    return isWhole(amountOf(this));
  }),
  celMethod('asInteger', type, [], INT, function asInteger() {
    const amount = amountOf(this);
    if (!isWhole(amount)) throw new Error(`${opaqueText(this)} isn't whole`);
    return amount.nanos / NANO;
  }),
  celMethod('asApproximateFloat', type, [], DOUBLE, function asFloat() {
    return Number(amountOf(this).nanos) / Number(NANO);
  }),
  celMethod('add', type, [type], type, function add(other) {
    return sum(this, amountOf(other).nanos);
  }),
  celMethod('add', type, [INT], type, function addInt(other) {
    return sum(this, other * NANO);
  }),
  celMethod('sub', type, [type], type, function sub(other) {
    return sum(this, -amountOf(other).nanos);
  }),
  celMethod('sub', type, [INT], type, function subInt(other) {
    return sum(this, -other * NANO);
  }),
  celMethod('compareTo', type, [type], INT, function compareTo(other) {
    return compare(this, other);
  }),
  celMethod('isLessThan', type, [type], BOOL, function isLess(other) {
    return compare(this, other) < 0n;
  }),
  celMethod('isGreaterThan', type, [type], BOOL, function isGreater(other) {
    return compare(this, other) > 0n;
  }),
];
