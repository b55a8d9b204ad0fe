import fc from 'fast-check';
import { parse } from 'yaml';
import { printYaml } from './yaml';

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

  it.each([
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
  ])('quotes %j, which some reader would take for something else', text => {
    expect(printYaml({ value: text })).toBe(`value: ${JSON.stringify(text)}\n`);
  });

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
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        text.filter(key => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4 },
      ),
    ),
  }));

  it.each(['1.1', '1.2'] as const)(
    'reads back as what was printed, in YAML %s',
    version => {
      fc.assert(
        fc.property(value, given => {
          const read: unknown = parse(printYaml(given), {
            version,
            merge: false,
          });
          expect(read).toEqual(given);
        }),
        { numRuns: 100 },
      );
    },
  );
});
