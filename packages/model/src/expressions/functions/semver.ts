import { CelScalar, celFunc, celMethod } from '@bufbuild/cel';
import { SemVer, compare, parse } from 'semver';
import { opaque, opaqueText } from '../opaque';

/* Kubernetes' semver library: `semver('1.35.4').isLessThan(semver('1.36.0'))`. */
const { BOOL, INT, STRING } = CelScalar;
const SEMVER = opaque('kubernetes.Semver');
const { type } = SEMVER;

/** A version in full; `normalised` also takes `v1.35`, as image tags and Kubernetes write it. */
function read(text: string, normalised = false): SemVer | undefined {
  const full = normalised ? padded(text) : text;
  return /^\d/.test(full) ? parse(full) ?? undefined : undefined;
}

function padded(text: string): string {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?([-+].*)?$/.exec(text);
  if (!match) return text;
  const [, major, minor = '0', patch = '0', rest = ''] = match;
  return `${[major, minor, patch].map(part => BigInt(part)).join('.')}${rest}`;
}

function given(text: string, normalised?: boolean) {
  const version = read(text, normalised);
  if (!version) {
    throw new Error(`${JSON.stringify(text)} isn't a version such as 1.35.4`);
  }
  return SEMVER.of(version.raw);
}

function versionOf(value: unknown): SemVer {
  const version = read(opaqueText(value) ?? '');
  if (!version) throw new Error('not a version');
  return version;
}

export const semverFunctions = [
  celFunc('isSemver', [STRING], BOOL, text => read(text) !== undefined),
  celFunc(
    'isSemver',
    [STRING, BOOL],
    BOOL,
    (text, normalised) => read(text, normalised) !== undefined,
  ),
  celFunc('semver', [STRING], type, text => given(text)),
  celFunc('semver', [STRING, BOOL], type, given),
  celFunc('string', [type], STRING, value => opaqueText(value) ?? ''),
  celMethod('major', type, [], INT, function major() {
    return BigInt(versionOf(this).major);
  }),
  celMethod('minor', type, [], INT, function minor() {
    return BigInt(versionOf(this).minor);
  }),
  celMethod('patch', type, [], INT, function patch() {
    return BigInt(versionOf(this).patch);
  }),
  celMethod('compareTo', type, [type], INT, function compareTo(other) {
    return BigInt(compare(versionOf(this), versionOf(other)));
  }),
  celMethod('isLessThan', type, [type], BOOL, function isLess(other) {
    return compare(versionOf(this), versionOf(other)) < 0;
  }),
  celMethod('isGreaterThan', type, [type], BOOL, function isGreater(other) {
    return compare(versionOf(this), versionOf(other)) > 0;
  }),
];
