import { CelScalar, celFunc, celMethod } from '@bufbuild/cel';
import { opaque, opaqueText } from '../opaque';

/* Kubernetes' IP and CIDR libraries: `cidr('10.0.0.0/8').containsIP('10.1.2.3')`. */
const { BOOL, INT, STRING } = CelScalar;
const IP = opaque('net.IP');
const CIDR = opaque('net.CIDR');

/** An address as a number, of 32 or 128 bits. */
interface Address {
  bits: 32 | 128;
  value: bigint;
}

interface Range {
  address: Address;
  prefix: number;
}

function readIp(text: string): Address | undefined {
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
function writeIp({ bits, value }: Address): string {
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

function readCidr(text: string): Range | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match ? readIp(match[1]) : undefined;
  if (!match || !address || Number(match[2]) > address.bits) return undefined;
  return { address, prefix: Number(match[2]) };
}

function writeCidr({ address, prefix }: Range): string {
  return `${writeIp(address)}/${prefix}`;
}

function masked({ address: { bits, value }, prefix }: Range): Range {
  const rest = BigInt(bits - prefix);
  return { address: { bits, value: (value >> rest) << rest }, prefix };
}

function contains(range: Range, address: Address): boolean {
  if (range.address.bits !== address.bits) return false;
  const rest = BigInt(address.bits - range.prefix);
  return range.address.value >> rest === address.value >> rest;
}

function within(range: Range, inner: Range): boolean {
  return inner.prefix >= range.prefix && contains(range, inner.address);
}

function inRange(value: unknown, ...ranges: string[]): boolean {
  const address = ipOf(value);
  return ranges.some(range => contains(cidrOf(range), address));
}

function ipOf(value: unknown): Address {
  const text = typeof value === 'string' ? value : opaqueText(value) ?? '';
  const address = readIp(text);
  if (!address) throw new Error(`${JSON.stringify(text)} isn't an IP address`);
  return address;
}

function cidrOf(value: unknown): Range {
  const text = typeof value === 'string' ? value : opaqueText(value) ?? '';
  const range = readCidr(text);
  if (!range)
    throw new Error(`${JSON.stringify(text)} isn't a range of addresses`);
  return range;
}

const ipType = IP.type;
const cidrType = CIDR.type;

const families = [
  celMethod('family', ipType, [], INT, function family() {
    return ipOf(this).bits === 32 ? 4n : 6n;
  }),
  celMethod('isUnspecified', ipType, [], BOOL, function unspecified() {
    return ipOf(this).value === 0n;
  }),
  celMethod('isLoopback', ipType, [], BOOL, function loopback() {
    return inRange(this, '127.0.0.0/8', '::1/128');
  }),
  celMethod('isLinkLocalMulticast', ipType, [], BOOL, function multicast() {
    return inRange(this, '224.0.0.0/24', 'ff02::/16');
  }),
  celMethod('isLinkLocalUnicast', ipType, [], BOOL, function unicast() {
    return inRange(this, '169.254.0.0/16', 'fe80::/10');
  }),
  celMethod('isGlobalUnicast', ipType, [], BOOL, function global() {
    const special = [
      '0.0.0.0/32',
      '255.255.255.255/32',
      '127.0.0.0/8',
      '169.254.0.0/16',
      '224.0.0.0/4',
      '::/127',
      'fe80::/10',
      'ff00::/8',
    ];
    return !inRange(this, ...special);
  }),
];

export const addressFunctions = [
  celFunc('isIP', [STRING], BOOL, text => readIp(text) !== undefined),
  celFunc('ip', [STRING], ipType, text => IP.of(writeIp(ipOf(text)))),
  celFunc(
    'ip.isCanonical',
    [STRING],
    BOOL,
    text => writeIp(ipOf(text)) === text,
  ),
  celFunc('string', [ipType], STRING, value => opaqueText(value) ?? ''),
  ...families,
  celFunc('isCIDR', [STRING], BOOL, text => readCidr(text) !== undefined),
  celFunc('cidr', [STRING], cidrType, text => CIDR.of(writeCidr(cidrOf(text)))),
  celFunc('string', [cidrType], STRING, value => opaqueText(value) ?? ''),
  celMethod('containsIP', cidrType, [STRING], BOOL, function hasText(text) {
    return contains(cidrOf(this), ipOf(text));
  }),
  celMethod('containsIP', cidrType, [ipType], BOOL, function hasIp(address) {
    return contains(cidrOf(this), ipOf(address));
  }),
  celMethod('containsCIDR', cidrType, [STRING], BOOL, function holdsText(text) {
    return within(cidrOf(this), cidrOf(text));
  }),
  celMethod('containsCIDR', cidrType, [cidrType], BOOL, function holds(range) {
    return within(cidrOf(this), cidrOf(range));
  }),
  celMethod('ip', cidrType, [], ipType, function address() {
    return IP.of(writeIp(cidrOf(this).address));
  }),
  celMethod('masked', cidrType, [], cidrType, function network() {
    return CIDR.of(writeCidr(masked(cidrOf(this))));
  }),
  celMethod('prefixLength', cidrType, [], INT, function prefix() {
    return BigInt(cidrOf(this).prefix);
  }),
];
