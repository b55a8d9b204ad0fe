import type { Problem } from '../problems';
import { formatProblem, hasErrors } from '../problems';
import { readYaml } from './document';
import { readManifests } from './manifests';

/** A second, and bounded memory, whatever is given. */
const TIME = 1000;
const MEMORY = 500_000_000;

const OBJECT = 'apiVersion: v1\nkind: Thing\nmetadata: {name: x}\n';

const repeated = (text: string, times: number) => text.repeat(times);
const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

const bomb = (levels: number) =>
  lines(levels, at =>
    at === 0
      ? 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
      : `a${at}: &a${at} [${Array(10)
          .fill(`*a${at - 1}`)
          .join(', ')}]`,
  );

/** What is wrong, its text, what is told of a definition and, where it differs, of a manifest. */
const CASES: [string, string, string, string?][] = [
  [
    'aliases that multiply',
    bomb(12),
    '4:40  aliases that repeat more than 10000 values',
    '7:40  aliases that repeat more than 10000 values',
  ],
  [
    'a chain of aliases',
    lines(5000, at => `a${at}: &a${at} [${at > 0 ? `*a${at - 1}` : 1}]`),
    'aliases that repeat more than 10000 values',
  ],
  [
    'an alias of what it stands in',
    'a: &a [1, *a]',
    '1:11  the alias *a stands inside what it names',
    '4:11  the alias *a stands inside what it names',
  ],
  [
    'an alias of nothing',
    'a: *b',
    '1:4  there is no anchor &b before this alias',
    '4:4  there is no anchor &b before this alias',
  ],
  [
    'a tab as indentation',
    'a:\n\tb: 1',
    '2:1  a tab as indentation',
    '5:1  a tab as indentation',
  ],
  [
    'a key twice',
    'a: 1\nb: 2\na: 3',
    '3:1  this key stands twice in one map',
    '6:1  this key stands twice in one map',
  ],
  [
    'bytes that are no text',
    'a: "\uFFFD"',
    "1:5  the file isn't UTF-8 text",
    "4:5  the file isn't UTF-8 text",
  ],
  ['a zero byte', 'a: \0', "the file isn't UTF-8 text"],
  ['a control character', 'a: \u0007', 'a control character'],
  ['5,000 brackets', repeated('[', 5000), 'nested deeper than'],
  ['5,000 braces', repeated('{a: ', 5000), 'nested deeper than'],
  [
    '5,000 dashes',
    repeated('- ', 5000),
    'nested deeper than',
    'this belongs to nothing above it',
  ],
  [
    '5,000 levels of maps',
    `x:\n${lines(1300, at => `${' '.repeat(at + 1)}a:`)}`,
    'nested deeper than',
  ],
  [
    '5,000 levels of lists in lists',
    `x:\n${lines(1300, at => `${' '.repeat(at)}-`)}`,
    'nested deeper than',
  ],
  [
    'brackets, braces and dashes',
    `x:\n${lines(80, at => `${'  '.repeat(at)}- a:`)} ${repeated(
      '[{b: ',
      500,
    )}`,
    'nested deeper than',
  ],
  ['5,000 keys of keys', repeated('? ', 5000), 'nested deeper than'],
  ['nested anchors', `x: ${repeated('&a [', 5000)}`, 'nested deeper than'],
  ['tags on tags', `x: ${repeated('!!str ', 5000)}a`, 'not YAML'],
  ['a number too large for JSON', 'a: .inf', "isn't a number that JSON has"],
  ['an open quote', 'a: "x\nb: 1', 'never closed'],
  ['an open bracket', 'a: [1, 2\nb: 1', 'never closed'],
  [
    '100,000 open brackets on lines',
    lines(100_000, () => '['),
    'nested deeper than',
  ],
  [
    'a key for the prototype',
    '__proto__: {a: 1}',
    '"__proto__" can\'t be a key',
  ],
  ['a map as a key', '{a: b}: c', 'a key that is not plain text'],
  ["a tag of one's own", 'a: !x y', "the tag !x isn't known here"],
  [
    'a tag that lies',
    'a: !!int x',
    "the tag !!int isn't known here, or isn't what the value is",
  ],
];

it.each(CASES)('%s', (_, text, definition, manifest = definition) => {
  const first = (read: () => Problem[]) => formatProblem(bounded(read)[0]);
  expect(first(() => readYaml('x', text).problems)).toContain(definition);
  expect(first(() => readManifests('x', OBJECT + text).problems)).toContain(
    manifest,
  );
});

it.each<[string, string, RegExp]>([
  ['10 MB in one word', 'x'.repeat(10_000_000), /larger than/],
  ['10 MB of lines', repeated('a: 1\n', 2_000_000), /larger than/],
  [
    '5 MB of one key',
    repeated('a: 1\n', 990_000),
    /larger than|lines and entries/,
  ],
  ['1 MB of quotes', repeated('"', 999_999), /./],
  ['1 MB of colons', repeated(':', 999_999), /^/],
  ['1 MB of dashes with anchors', repeated('- &a\n', 199_000), /^/],
  ['1 MB of braces that close', repeated('}\n', 499_000), /./],
  [
    'brackets that close below their keys',
    lines(9000, at => `k${at}: [\n]`),
    /^$|larger|closed/,
  ],
  ['1 MB of comments', repeated('#\n', 499_000), /^/],
  ['1 MB of tabs', repeated('\t', 999_000), /^/],
  ['1 MB of spaces and a bracket', `a: [${' \n'.repeat(400_000)}]`, /^/],
  [
    'merges of merges',
    `${lines(
      90,
      at =>
        `a${at}: &a${at} {${lines(50, k => `k${at}_${k}: 1,`).replace(
          /\n/g,
          ' ',
        )} <<: ${at > 0 ? `*a${at - 1}` : '{}'}}`,
    )}\n`,
    /./,
  ],
])('is bounded: %s', (_, text, told) => {
  const definition = bounded(() => readYaml('x', text).problems);
  const manifest = bounded(() => readManifests('x', text).problems);
  for (const problems of [definition, manifest]) {
    expect(problems.length).toBeLessThanOrEqual(20);
    expect(problems.map(formatProblem).join('\n')).toMatch(told);
  }
});

it.each(['\u0085', '\u2028', '\u2029'])(
  'refuses in manifests what breaks lines for Kubernetes only: %j',
  character => {
    const text = `${OBJECT}a: "b${character}c"\n`;
    expect(readManifests('x', text).problems.map(formatProblem)).toEqual([
      "x:4:6  a character that is a line break to Kubernetes' reader only\n  Remove it, or write it as \\u.... in double quotes.",
    ]);
    expect(readYaml('x', text).problems).toEqual([]);
  },
);

it('takes merge keys in manifests, and says that definitions have none', () => {
  const text = `${OBJECT}base: &base {a: 1, b: 1}\nmine: {<<: *base, b: 2}\n`;
  expect(readManifests('x', text).objects[0].object).toMatchObject({
    mine: { a: 1, b: 2 },
  });
  expect(readYaml('x', text).problems.map(formatProblem)).toEqual([
    'x:5:8  merge keys (<<) are not read here\n  Write the values out.',
  ]);
});

it('takes brackets that close right below their key, as Kubernetes does', () => {
  const text =
    'a: [\n  "x # y", # z\n\n  # w\n]\nb: {\n  c: 1\n}\nd: |\n  [\n  ]\n';
  const { source, problems } = readYaml('x', text);
  expect(problems).toEqual([]);
  expect(source?.value).toEqual({ a: ['x # y'], b: { c: 1 }, d: '[\n]\n' });
  expect(source?.positionOf('/b/c')).toEqual({ line: 7, column: 6 });
});

it('warns of values that Kubernetes would take for others, with the form that is one to all', () => {
  const { source, problems } = readYaml(
    'x',
    'a: yes\nb: [0644, 1_000]\nc: "no"\nd: 12:30\non: 1e3\n',
  );
  expect(source?.value).toEqual({
    a: 'yes',
    b: [644, '1_000'],
    c: 'no',
    d: '12:30',
    on: 1000,
  });
  expect(hasErrors(problems)).toBe(false);
  expect(problems.map(formatProblem)).toEqual([
    'x:1:4  warning: yes is text here, but true where Kubernetes reads it\n  Write true, or in quotes if it is text: "yes".',
    'x:2:5  warning: 0644 is 644 here, but 420 where Kubernetes reads it\n  Write 644, or in quotes if it is text: "0644".',
    'x:2:11  warning: 1_000 is text here, but 1000 where Kubernetes reads it\n  Write 1000, or in quotes if it is text: "1_000".',
  ]);
});

it.each(['1e400', '-1e400', '.nan', '-.inf'])(
  'says once what to write in place of %s, which is no number that JSON has',
  text => {
    const { problems } = readYaml('x', `a: ${text}\n`);
    expect(problems.map(formatProblem)).toEqual([
      `x:1:4  ${text} isn't a number that JSON has\n  Write a number of at most 1.79e+308, or in quotes if it is text: "${text}".`,
    ]);
  },
);

it('says once what to write in place of a whole number that is too long', () => {
  const text = '99999999999999999999';
  const { problems } = readYaml('x', `a: ${text}\n`);
  expect(problems.map(({ message }) => message)).toEqual([
    `${text} is kept as 100000000000000000000: so large a whole number loses digits`,
  ]);
});

function bounded<T>(run: () => T): T {
  const memory = process.memoryUsage().heapUsed;
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000).toBeLessThan(TIME);
  expect(process.memoryUsage().heapUsed - memory).toBeLessThan(MEMORY);
  return result;
}
