import { isDeepStrictEqual } from 'node:util';
import { corpus, kubectlReads } from '@flotilla/testbed';
import { mutated } from '../__fixtures__/mutated';
import { readManifests } from './manifests';

/** As kubectl's answer has it: JSON, with labels. */
function asJson(objects: readonly { object: unknown }[]): unknown[] {
  return objects.map(({ object }) => {
    const copy = JSON.parse(JSON.stringify(object));
    copy.metadata.labels ??= {};
    return copy;
  });
}

it('reads what real products install as kubectl does', async () => {
  const products = corpus();
  const theirs = await kubectlReads(
    Object.fromEntries(
      products.map(({ text }, at) => [`${1000 + at}.yaml`, text]),
    ),
  );
  const ours = products.flatMap(({ name, text }) => {
    const { objects, problems } = readManifests(name, text);
    expect(problems.filter(p => p.severity === 'error')).toEqual([]);
    return asJson(objects);
  });
  expect(theirs.refused.size).toBe(0);
  expect(ours.length).toBe(theirs.objects.length);
  // Trees of 14 MB are compared; only two that differ are worth showing.
  const at = ours.findIndex((o, i) => !isDeepStrictEqual(o, theirs.objects[i]));
  expect(ours[at]).toEqual(theirs.objects[at]);
  expect(at).toBe(-1);
}, 60_000);

const WORDS = words(
  'y n yes no on off true false null ~ nil none .nan .inf +.inf -.inf inf NaN Infinity = <<',
);
const CASES = WORDS.flatMap(word => [
  word,
  word.toUpperCase(),
  word[0].toUpperCase() + word.slice(1),
  word.slice(0, -1) + word.slice(-1).toUpperCase(),
]);
const NUMBERS =
  words(`0 00 -0 +0 1 01 007 08 09 0644 0755 -0644 +0644 0_644 064_4 0o644 0O644 0o8 0o -0o17 +0o17
  0x1F 0X1f 0xG 0x -0x1F +0x1f 0x_1F 0x1_F 0b11 0B11 0b2 0b -0b11 +0b11 0b1_1 1_000 1__0 1_ _1 -_1 +_ -_
  1e3 1E3 1e+06 1e-06 1e 1e+ e1 1.e3 1.0e3 .5 -.5 +.5 .5e1 .5_0 ._5 5. -5. . .. ... .e1 1.5 1.50 1_0.5_0 1.5.0 1..5
  0.0 -0.0 00.5 01.5 0e0 1e400 -1e400 1e-400 0x1p2 1f 1l 1,000 12:30 12:30:45 1:2 190:20:30.15 1:60 -1:30
  2020-01-01 2020-1-1 2020-01-01T00:00:00Z 20200101 1-1 1.2.3 v1.2 1.18.2 1e10 12e03 4e5f6 deadbeef 0123456789
  9007199254740991 9007199254740993 9223372036854775000 9223372036854775807 9223372036854775808 -9223372036854775808
  -9223372036854775809 18446744073709551615 18446744073709551616 +18446744073709551615 100000000000000000000
  0xFFFFFFFFFFFFFFFF 0x10000000000000000 07777777777777777777777 0777777777777777777777777 0xDEADBEEF
  1e20 1e21 1e22 123456789012345678901234567890 0.1 0.30000000000000004 1.7976931348623157e308 5e-324 - + -- ++1 --1 +-1 1+1 1-
  # @x &a *x !x !!str %x |x >x 'x' "x" "1" '1' "yes" [1,yes] {a:1} {a: yes} a:b a:\ b http://x/y a#b a\\b x,y -x ?x :x /x \\x a=b a"b a'b`);

function words(text: string): string[] {
  return text.split(/\s+/);
}

it('takes each scalar and key for what kubectl takes it for', async () => {
  const scalars = [...new Set([...CASES, ...NUMBERS])];
  const files = Object.fromEntries([
    ...scalars.map((text, at) => file('value', at, `value: ${text}`)),
    ...scalars.map((text, at) => file('key', at, `map: {${text}: 1}`)),
  ]);
  const theirs = await kubectlReads(files);
  const known = new Map(theirs.objects.map(o => [nameOf(o), o]));
  const differing = Object.entries(files).filter(([path, text]) => {
    const { objects, problems } = readManifests(path, text);
    const refused = problems.some(({ severity }) => severity === 'error');
    if (refused || theirs.refused.has(path)) {
      return refused !== theirs.refused.has(path);
    }
    return !isDeepStrictEqual(asJson(objects)[0], known.get(path));
  });
  // Stricter than kubectl: a ? within brackets, which YAML 1.2 takes for text, and unknown tags.
  expect(differing.map(([, text]) => text.split('\n')[3])).toEqual([
    'value: !x',
    'map: {!x: 1}',
    'map: {!!str: 1}',
    'map: {?x: 1}',
  ]);
  expect(known.size).toBeGreaterThan(400);
});

const SYNTAX = `spec:
- a: [1, "b", 'c']
  b: {c: d, "e": f}
- |
  x
   y
- >-
  a
  b

  c
- &x {q: 1}
- *x
- {<<: *x, r: 2}
- ? k
  : v
- "a\\tb
  c"
- plain
  multi # c
`;
/** Several documents, and what is no text. */
const OUT_OF_SCOPE = /[\ufffd\ud800-\udfff]|^(?:---|\.\.\.)|%YAML/m;

it('accepts no manifest that kubectl refuses, and takes none for something else', async () => {
  const seeds = Array.from({ length: 1500 }, (_, seed) => seed);
  const files = Object.fromEntries(
    seeds
      .map(seed => file('changed', seed, mutated(SYNTAX, seed)))
      .filter(([, text]) => !OUT_OF_SCOPE.test(text)),
  );
  const theirs = await kubectlReads(files);
  const known = new Map(theirs.objects.map(o => [nameOf(o), o]));
  let same = 0;
  const differing = Object.entries(files).filter(([path, text]) => {
    const { objects, problems } = readManifests(path, text);
    if (problems.some(({ severity }) => severity === 'error')) return false;
    same += 1;
    return !isDeepStrictEqual(asJson(objects)[0], known.get(path));
  });
  expect(differing).toEqual([]);
  expect(same).toBeGreaterThan(300);
});

function file(what: string, at: number, line: string): [string, string] {
  const name = `${what}-${at}.yaml`;
  return [
    name,
    `apiVersion: v1\nkind: Thing\nmetadata: {name: ${name}}\n${line}\n`,
  ];
}

function nameOf(object: unknown): string {
  return (object as { metadata: { name: string } }).metadata.name;
}
