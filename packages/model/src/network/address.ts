/** An address as a number, of 32 or 128 bits. */
export interface Address {
  bits: 32 | 128;
  value: bigint;
}

/** Addresses that begin with the same bits. */
export interface Range {
  address: Address;
  prefix: number;
}

/** An address of version 4 or 6; undefined where the text is none. */
export function readIp(text: string): Address | undefined {
  return text.includes(':') ? readV6(text) : readV4(text);
}

function readV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  if (!parts.every(p => /^(0|[1-9]\d{0,2})$/.test(p) && Number(p) < 256)) {
    return undefined;
  }
  const value = parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  return { bits: 32, value };
}

function readV6(text: string): Address | undefined {
  const halves = text.split('::');
  if (text.length > 39 || halves.length > 2) return undefined;
  const [left, right] = halves.map(half =>
    half === '' ? [] : half.split(':'),
  );
  const groups = [...left, ...(right ?? [])];
  const missing = 8 - groups.length;
  const fits = right === undefined ? missing === 0 : missing > 0;
  if (!fits || !groups.every(g => /^[0-9a-fA-F]{1,4}$/.test(g)))
    return undefined;
  const all = [...left, ...Array(missing).fill('0'), ...(right ?? [])];
  const value = all.reduce(
    (sum: bigint, g: string) => sum * 65536n + BigInt(`0x${g}`),
    0n,
  );
  return { bits: 128, value };
}

/** The canonical text (RFC 5952). */
export function writeIp({ bits, value }: Address): string {
  if (bits === 32) {
    return [24n, 16n, 8n, 0n].map(shift => (value >> shift) & 255n).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((value >> BigInt(112 - i * 16)) & 65535n).toString(16),
  );
  const { start, size } = longestZeros(groups);
  if (size < 2) return groups.join(':');
  const [left, right] = [groups.slice(0, start), groups.slice(start + size)];
  return `${left.join(':')}::${right.join(':')}`;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly string[]) {
  let best = { start: 0, size: 0 };
  let size = 0;
  groups.forEach((group, i) => {
    size = group === '0' ? size + 1 : 0;
    if (size > best.size) best = { start: i - size + 1, size };
  });
  return best;
}

/** Thousands of clusters have few ranges; the bound is for a process that lives long. */
const MAX_RANGES = 5000;
const ranges = new Map<string, Range | undefined>();

/** A range such as `10.0.0.0/8`; undefined where the text is none. */
export function readCidr(text: string): Range | undefined {
  if (ranges.has(text)) return ranges.get(text);
  if (ranges.size >= MAX_RANGES) ranges.clear();
  const range = newRange(text);
  ranges.set(text, range);
  return range;
}

function newRange(text: string): Range | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match ? readIp(match[1]) : undefined;
  if (!match || !address || Number(match[2]) > address.bits) return undefined;
  return { address, prefix: Number(match[2]) };
}

export function writeCidr({ address, prefix }: Range): string {
  return `${writeIp(address)}/${prefix}`;
}

/** The range by its first address. */
export function masked({ address: { bits, value }, prefix }: Range): Range {
  const rest = BigInt(bits - prefix);
  return { address: { bits, value: (value >> rest) << rest }, prefix };
}

/** Whether an address is in a range. */
export function contains(range: Range, address: Address): boolean {
  if (range.address.bits !== address.bits) return false;
  const rest = BigInt(address.bits - range.prefix);
  return range.address.value >> rest === address.value >> rest;
}

/** Whether all of a range is in another one. */
export function within(range: Range, inner: Range): boolean {
  return inner.prefix >= range.prefix && contains(range, inner.address);
}

/** Whether two ranges share an address. */
export function overlap(a: Range, b: Range): boolean {
  return within(a, b) || within(b, a);
}
