import { formatProblem } from '../problems';
import { editYaml } from './editYaml';
import type { YamlEdit } from './YamlEdit';

function edited(text: string, ...edits: YamlEdit[]): string {
  const result = editYaml('x.yaml', text, edits);
  expect(result.problems.map(formatProblem)).toEqual([]);
  return result.text ?? '';
}

function refused(text: string, ...edits: YamlEdit[]): string[] {
  const result = editYaml('x.yaml', text, edits);
  expect(result.text).toBeUndefined();
  return result.problems.map(formatProblem);
}

const set = (pointer: string, value: unknown): YamlEdit => ({
  op: 'set',
  pointer,
  value,
});
const add = (pointer: string, value: unknown): YamlEdit => ({
  op: 'add',
  pointer,
  value,
});
const remove = (pointer: string): YamlEdit => ({ op: 'remove', pointer });

const CLUSTER = `# who: payments
kind: Cluster   # a cluster
metadata: {name: prod, labels: {env: prod}}
spec:
  model: { name: 'standard', version: "1.4.0" }  # exact

  # of the variant
  variables:
    region: eu-west-1
    workers: 5 # ask first
  components:
    - name: prometheus
      values: {retention: 15d}
    # ours
    - {name: redis, version: 1.2.0}
  notes: |
    two
    lines

  empty: {}
  nothing:
`;

describe('setting a value', () => {
  it.each<[string, YamlEdit, string, string]>([
    [
      'plain text',
      set('/spec/variables/region', 'us-east-1'),
      'region: eu-west-1',
      'region: us-east-1',
    ],
    [
      'a number, keeping its comment',
      set('/spec/variables/workers', 6),
      'workers: 5 # ask',
      'workers: 6 # ask',
    ],
    [
      'in single quotes',
      set('/spec/model/name', "it's"),
      "'standard'",
      "'it''s'",
    ],
    [
      'in double quotes',
      set('/spec/model/version', '1.5.0'),
      '"1.4.0"',
      '"1.5.0"',
    ],
    [
      'text that looks like something else',
      set('/spec/variables/region', 'yes'),
      'region: eu-west-1',
      'region: "yes"',
    ],
    [
      'a version, plain as before',
      set('/spec/components/1/version', '1.3.0'),
      '1.2.0}',
      '1.3.0}',
    ],
    [
      'within brackets',
      set('/metadata/labels/env', 'dev, test'),
      '{env: prod}',
      '{env: "dev, test"}',
    ],
    [
      'a literal block',
      set('/spec/notes', 'three\n\nmore\n'),
      'notes: |\n    two\n    lines\n',
      'notes: |\n    three\n\n    more\n',
    ],
    ['what is empty', set('/spec/nothing', 1), 'nothing:\n', 'nothing: 1\n'],
    [
      'lines for what is empty',
      set('/spec/nothing', { a: [1] }),
      'nothing:\n',
      'nothing:\n    a:\n      - 1\n',
    ],
    [
      'a field of a map that is there',
      set('/spec/variables', { region: 'eu-west-1', workers: 7 }),
      'workers: 5 #',
      'workers: 7 #',
    ],
    [
      'lines instead of text',
      set('/spec/variables/workers', { min: 1 }),
      'workers: 5 # ask first',
      'workers: # ask first\n      min: 1',
    ],
    [
      'text instead of lines',
      set('/spec/components', 'none'),
      CLUSTER.slice(
        CLUSTER.indexOf('  components'),
        CLUSTER.indexOf('  notes'),
      ),
      '  components: none\n',
    ],
  ])('%s', (_, edit, before, after) => {
    expect(edited(CLUSTER, edit)).toBe(CLUSTER.replace(before, () => after));
  });

  it('makes maps on the way', () => {
    expect(edited('a: 1\n', set('/b/c/d', true))).toBe(
      'a: 1\nb:\n  c:\n    d: true\n',
    );
    expect(edited('a: {b: {}}\n', set('/a/b/c/d', 1))).toBe(
      'a: {b: {c: {d: 1}}}\n',
    );
    expect(edited('', set('/a', 1))).toBe('a: 1\n');
    expect(edited('# only a comment', set('/a', 1))).toBe(
      '# only a comment\na: 1\n',
    );
  });

  it('changes nothing for what is so already', () => {
    expect(
      edited(
        CLUSTER,
        set('/spec/variables/workers', 5),
        set('/metadata/labels', { env: 'prod' }),
      ),
    ).toBe(CLUSTER);
  });
});

describe('adding', () => {
  it.each<[string, YamlEdit, string, string]>([
    [
      'a field',
      add('/spec/variables/zone', 'a'),
      'workers: 5 # ask first\n',
      'workers: 5 # ask first\n    zone: a\n',
    ],
    [
      'a field within brackets',
      add('/metadata/labels/tier', 'x'),
      '{env: prod}',
      '{env: prod, tier: x}',
    ],
    [
      'to empty brackets',
      add('/spec/empty/a', [1, { b: 2 }]),
      'empty: {}',
      'empty: {a: [1, {b: 2}]}',
    ],
    [
      'an item at the end',
      add('/spec/components/-', { name: 'loki', values: { a: 1 } }),
      'version: 1.2.0}\n',
      'version: 1.2.0}\n    - name: loki\n      values:\n        a: 1\n',
    ],
    [
      'an item before another',
      add('/spec/components/0', 'x'),
      '    - name: prometheus',
      '    - x\n    - name: prometheus',
    ],
    [
      'the last field of a file',
      add('/spec/zz', 'v'),
      'nothing:\n',
      'nothing:\n  zz: v\n',
    ],
    [
      'a field at the top',
      add('/zz', { a: 'b' }),
      'nothing:\n',
      'nothing:\nzz:\n  a: b\n',
    ],
  ])('%s', (_, edit, before, after) => {
    expect(edited(CLUSTER, edit)).toBe(CLUSTER.replace(before, () => after));
  });

  it('keeps a trailing comma and lines within brackets', () => {
    expect(edited('a: [\n  1,\n  2, # two\n]\n', add('/a/-', 3))).toBe(
      'a: [\n  1,\n  2, 3, # two\n]\n',
    );
    expect(edited('a: [1, 2]\n', add('/a/0', 0))).toBe('a: [0, 1, 2]\n');
  });

  it('keeps line ends, and a last line without one', () => {
    expect(
      edited(
        'a: 1\r\nb:\r\n  - x\r\n',
        add('/b/-', { c: 1, d: 2 }),
        add('/e', 3),
      ),
    ).toBe('a: 1\r\nb:\r\n  - x\r\n  - c: 1\r\n    d: 2\r\ne: 3\r\n');
    expect(edited('a: 1', add('/b', 2))).toBe('a: 1\nb: 2');
    expect(edited('\uFEFFa: 1\n', add('/b', 2))).toBe('\uFEFFa: 1\nb: 2\n');
  });

  it('keeps the blank lines of a block that ends with +', () => {
    expect(edited('a: |+\n  x\n\n', add('/b', 2))).toBe('a: |+\n  x\n\nb: 2\n');
  });
});

describe('removing', () => {
  it.each<[string, YamlEdit, string, string]>([
    [
      'a field',
      remove('/spec/variables/workers'),
      '    workers: 5 # ask first\n',
      '',
    ],
    [
      'a field within brackets',
      remove('/spec/model/name'),
      "{ name: 'standard', version",
      '{ version',
    ],
    [
      'the last field within brackets',
      remove('/spec/model/version'),
      `'standard', version: "1.4.0" }`,
      "'standard' }",
    ],
    [
      'the only field within brackets',
      remove('/metadata/labels/env'),
      '{env: prod}',
      '{}',
    ],
    [
      'an item, keeping the comment above the next',
      remove('/spec/components/0'),
      '    - name: prometheus\n      values: {retention: 15d}\n',
      '',
    ],
    [
      'an item, keeping the comment above it',
      remove('/spec/components/1'),
      '    - {name: redis, version: 1.2.0}\n',
      '',
    ],
    [
      'the first field of an item',
      remove('/spec/components/0/name'),
      '- name: prometheus\n      values',
      '- values',
    ],
    ['a block', remove('/spec/notes'), '  notes: |\n    two\n    lines\n', ''],
    [
      'a map',
      remove('/spec/variables'),
      '  variables:\n    region: eu-west-1\n    workers: 5 # ask first\n',
      '',
    ],
  ])('%s', (_, edit, before, after) => {
    expect(edited(CLUSTER, edit)).toBe(CLUSTER.replace(before, () => after));
  });

  it('leaves an empty map or list when the last entry goes', () => {
    expect(edited('a:\n  b: 1\nc: 2\n', remove('/a/b'))).toBe('a: {}\nc: 2\n');
    expect(edited('a: # why\n  # here\n  b: 1\n', remove('/a/b'))).toBe(
      'a: {} # why\n  # here\n',
    );
    expect(edited('a:\n- b\n', remove('/a/0'))).toBe('a: []\n');
    expect(edited('- a: 1\n- b: 2\n', remove('/0/a'))).toBe('- {}\n- b: 2\n');
    expect(edited('a: 1\n', remove('/a'))).toBe('{}\n');
    expect(edited('a: 1\nb: 2', remove('/b'))).toBe('a: 1');
  });
});

describe("what can't be edited", () => {
  const SHARED = 'base: &base\n  a: 1\nuse: *base\n';

  it('refuses what an alias repeats', () => {
    expect(refused(SHARED, set('/use/a', 2))).toEqual([
      'x.yaml:2:6  /use/a is written elsewhere, this is an alias of it\n  Edit what the alias names, or write the value out first.',
    ]);
    expect(refused(SHARED, set('/base/a', 2))).toEqual([
      'x.yaml:2:6  /base/a is part of &base, which an alias repeats elsewhere\n  Write the value out where the alias stands first.',
    ]);
  });

  it('writes a value out in place of an alias', () => {
    expect(edited(SHARED, set('/use', 2))).toBe(
      'base: &base\n  a: 1\nuse: 2\n',
    );
    expect(edited(SHARED, remove('/use'), set('/base/a', 2))).toBe(
      'base: &base\n  a: 2\n',
    );
  });

  it.each<[string, YamlEdit, string]>([
    [
      'nothing to remove',
      remove('/spec/absent'),
      'x.yaml:5:3  there is no /spec/absent',
    ],
    [
      'a field that is there',
      add('/spec/model', 1),
      'x.yaml:5:10  /spec/model is there already\n  Set it instead.',
    ],
    [
      'a field of text',
      set('/kind/x', 1),
      'x.yaml:2:7  /kind holds neither a map nor a list',
    ],
    [
      'an item far away',
      set('/spec/components/9', 1),
      'x.yaml:12:5  there is no /spec/components/9',
    ],
  ])('says so of %s', (_, edit, told) => {
    expect(refused(CLUSTER, edit)).toEqual([told]);
  });

  it('makes no edit where one of several fails', () => {
    expect(refused('a: 1\n', set('/a', 2), remove('/b'))).toHaveLength(1);
  });

  it("says what is wrong with a file that can't be read", () => {
    expect(refused('a: [\n', set('/a', 2))[0]).toContain(
      'x.yaml:2:1  a quote or bracket',
    );
  });
});
