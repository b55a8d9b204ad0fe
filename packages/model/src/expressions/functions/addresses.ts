import { CelScalar, celFunc, celMethod } from '@bufbuild/cel';
import {
  contains,
  masked,
  readCidr,
  readIp,
  within,
  writeCidr,
  writeIp,
} from '../../network/address';
import type { Address, Range } from '../../network/address';
import { opaque, opaqueText } from '../opaque';

/* Kubernetes' IP and CIDR libraries: `cidr('10.0.0.0/8').containsIP('10.1.2.3')`. */
const { BOOL, INT, STRING } = CelScalar;
const IP = opaque('net.IP');
const CIDR = opaque('net.CIDR');

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
