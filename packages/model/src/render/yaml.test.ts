import fc from 'fast-check';
import { kubectlReads, kustomizeBuild } from '@flotilla/testbed';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { compareText } from '../problems';
import { readYaml } from '../source/document';
import { parseManifests } from '../source/manifests';
import { valueAt } from '../source/pointer';
import { printYaml } from './yaml';

/** Text that some reader takes for something else. */
const LOOK_ALIKES = [
  'yes',
  'no',
  'on',
  'off',
  'y',
  'N',
  'null',
  '~',
  '1',
  '0644',
  '1e3',
  '1_000',
  '12:30',
  '2026-01-01',
  '.5',
  '',
  ' x',
  'a: b',
  'a #b',
  '- a',
  '*x',
  '&x',
  '!x',
  '%x',
  '<<',
  '=',
  '0x1f',
  'true',
  '-',
  '?',
  ':',
  '---',
  '...',
  '.inf',
  '0b11',
  '0o17',
  '1e+06',
  '190:20:30',
  'a:',
  '[a',
  '{a',
  '|',
  '>',
  '@a',
  '`a',
  '"',
  "'a'",
  'a\tb',
  'a\u0085b',
  'a\u2028b',
  '\ufeffa',
  '\ufffd',
  'None',
  'NO',
];

describe('printing', () => {
  it('puts identity first and sorts the rest', () => {
    expect(
      printYaml({
        spec: { b: 1, a: [] },
        metadata: { labels: {}, name: 'x' },
        kind: 'K',
        apiVersion: 'v1',
      }),
    ).toBe(
      'apiVersion: v1\nkind: K\nmetadata:\n  name: x\n  labels: {}\nspec:\n  a: []\n  b: 1\n',
    );
  });

  it.each(LOOK_ALIKES)(
    'quotes %j, which some reader would take for something else',
    text => {
      const [, printed] =
        /^value: (.*)\n$/.exec(printYaml({ value: text })) ?? [];
      expect(printed).toMatch(/^".*"$/);
      expect(JSON.parse(printed)).toBe(text);
    },
  );

  it.each(['hello', 'nginx:1.27', 'a b', '/etc/x.conf'])(
    'leaves %j as it is',
    text => {
      expect(printYaml({ value: text })).toBe(`value: ${text}\n`);
    },
  );

  it('shows lines as lines', () => {
    expect(printYaml({ a: { script: 'one\n  two\n\nthree\n' } })).toBe(
      'a:\n  script: |\n    one\n      two\n\n    three\n',
    );
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.string({
      unit: fc.constantFrom(
        '\n',
        ' ',
        '\t',
        'a',
        ':',
        '#',
        '-',
        '"',
        "'",
        '\r',
      ),
    }),
  );
  it('prints a key that is too long for one line so that kubectl reads it', async () => {
    const object = {
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { name: 'x', labels: {} },
      spec: { ['k'.repeat(3000)]: { a: [1] }, [':'.repeat(2000)]: 'text' },
    };
    const printed = printYaml(object);
    expect(parseManifests(printed)).toEqual([object]);
    const { objects } = await kubectlReads({ 'all.yaml': printed });
    expect(objects).toEqual([object]);
  });

  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.constantFrom(...LOOK_ALIKES),
      fc.integer(),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map(number => number + 0),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        fc
          .oneof(text, fc.constantFrom(...LOOK_ALIKES))
          .filter(key => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  }));

  const readers: [string, (printed: string) => unknown][] = [
    ['yaml 1.1', printed => parse(printed, { version: '1.1', merge: false })],
    ['yaml 1.2', printed => parse(printed, { version: '1.2' })],
    ['js-yaml 1.1', printed => load(printed, { schema: YAML11_SCHEMA })],
    ['js-yaml 1.2', printed => load(printed)],
    ['Flotilla', printed => readYaml('x.yaml', printed).source?.value],
  ];

  it.each(readers)('reads back as what was printed: %s', (_, read) => {
    fc.assert(
      fc.property(value, given => {
        expect(read(printYaml(given))).toEqual(given);
      }),
      { numRuns: 100 },
    );
  });

  it('reads back as what was printed: kubectl, and kubectl after kustomize', async () => {
    const objects = fc.sample(value, 500).map((given, at) => ({
      apiVersion: 'v1',
      kind: 'Thing',
      metadata: { name: `t${1000 + at}`, labels: { app: 'x' } },
      given,
    }));
    const printed = objects.map(printYaml).join('---\n');
    expect(parseManifests(printed)).toEqual(objects);
    const theirs = await kubectlReads({ 'all.yaml': printed });
    expect(theirs.refused.size).toBe(0);
    expect(theirs.objects).toEqual(objects);
    // kustomize prints what it read once more for itself, and stumbles over line breaks of YAML 1.1
    // and over << even in quotes.
    const plain = objects.filter(
      object =>
        !/[\u007f-\u009f\u2028\u2029\ufeff\ufffd-\uffff]|"<<":/.test(
          JSON.stringify(object),
        ),
    );
    expect(plain.length).toBeGreaterThan(200);
    const built = await kustomizeBuild({
      'all.yaml': plain.map(printYaml).join('---\n'),
    });
    const again = await kubectlReads({ 'all.yaml': built });
    expect(byName(again.objects)).toEqual(plain);
  }, 30_000);
});

function byName(objects: readonly unknown[]): unknown[] {
  const name = (object: unknown) =>
    JSON.stringify(valueAt(object, '/metadata/name'));
  return [...objects].sort((a, b) => compareText(name(a), name(b)));
}
