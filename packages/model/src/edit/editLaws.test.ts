import fc from 'fast-check';
import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parse,
  parseDocument,
  visit,
} from 'yaml';
import type { Document } from 'yaml';
import { sampleFleet } from '../__testUtils__/sampleFleet';
import { readYaml } from '../source/document';
import {
  escapeStep,
  isRecord,
  pointerOf,
  stepsOf,
  valueAt,
} from '../source/pointer';
import { editYaml } from './editYaml';
import type { YamlEdit } from './YamlEdit';

const HOSTILE = [
  'a: 1',
  '# only a comment\n',
  '',
  '- a\n-   b:  1   # c\n    d: 2\n\n- - x\n  - y # z\n  -\n    q: 1\n',
  'a:   # one\n  # two\n  b: {c: [1, {d: e}], "f g": \'h\'}   # three\n\n\n  # four\nz:\n- 1\n-   2\n',
  'a: |\n  one\n\n  two\n\n\nb: >-\n  three\n  four\nc: |+\n  five\n\n',
  "\"quoted key\": \"v\\n\"\n'single': 'it''s'\n? explicit\n: value\n? other\n",
  'a: [1, 2,\n  3, # three\n  {b: c,\n   d: e}, ]\nf: {\n  g: 1, # h\n  i: 2\n}\n',
  'crlf: 1\r\nmap:\r\n  a: x   # y\r\n  b: |\r\n    text\r\nlist:\r\n  - 1\r\n  - 2',
  '\uFEFFbom: true\nlist: []\nmap: {}\nnull1:\nnull2: ~\n',
  '---\na: &x {b: 1}\nc: *x\nd:\n  e: &y\n    f: 1\n  g: *y\n',
  'deep:\n  - - - a: 1\n        b:\n          - c\n      - 2\n',
  'long: one two\n  three four\n\n  five\nnext: "a\n  b"\n',
];

const ownFiles = [...sampleFleet()]
  .filter(([path]) => /^(?!rendered\/)[^.].*\.yaml$/.test(path))
  .filter(([path]) => !path.includes('/manifests/'))
  .map(([, text]) => text)
  .filter(text => readYaml('x', text).source !== undefined);

/** Every place of a value. */
function pointersOf(value: unknown, at = ''): string[] {
  const entries = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(isRecord(value) ? value : {});
  return [
    at,
    ...entries.flatMap(([step, child]) =>
      pointersOf(child, `${at}/${escapeStep(String(step))}`),
    ),
  ];
}

const scalar = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(
    null,
    'yes',
    '0644',
    '1.5.0',
    'a: b',
    '#x',
    'two\nlines\n',
    ' x',
    '',
    '12:30',
    "it's",
    '- a',
    'ä"\\',
  ),
);
const someValue = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(
      fc.string({ minLength: 1 }).filter(key => key !== '__proto__'),
      fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })),
      { maxKeys: 3, noNullPrototype: true },
    ),
  },
);
const someEdit = fc.record({
  op: fc.constantFrom('set', 'add', 'remove'),
  place: fc.nat(),
  field: fc.constantFrom('fresh', 'a', 'new key', '-', '0', 'x/y'),
  below: fc.boolean(),
  value: someValue,
});
type SomeEdit = typeof someEdit extends fc.Arbitrary<infer E> ? E : never;

function editOf(
  value: unknown,
  { op, place, field, below, value: put }: SomeEdit,
): YamlEdit {
  const pointers = pointersOf(value);
  const at = pointers[place % pointers.length];
  const pointer = below || op === 'add' ? `${at}/${escapeStep(field)}` : at;
  return op === 'remove'
    ? { op, pointer: at }
    : { op: op === 'add' ? 'add' : 'set', pointer, value: put };
}

/** The value that an edit means, by the plainest way to make it. */
function meant(value: unknown, { op, pointer, value: put }: YamlEdit): unknown {
  if (pointer === '') return op === 'remove' ? null : put;
  const steps = stepsOf(pointer);
  const last = steps.pop() ?? '';
  const root: { at: unknown } = { at: structuredClone(value) };
  const above = pointerOf(['at', ...steps]);
  if (valueAt(root, above) === null) {
    const holder = valueAt(root, pointerOf(['at', ...steps].slice(0, -1)));
    const fresh = last === '-' ? [] : {};
    Object.assign(holder as object, { [['at', ...steps].at(-1) ?? '']: fresh });
  }
  const holder = valueAt(root, above);
  if (Array.isArray(holder)) {
    const at = last === '-' ? holder.length : Number(last);
    if (op === 'remove') holder.splice(at, 1);
    else holder.splice(at, op === 'add' ? 0 : 1, put);
  } else if (isRecord(holder)) {
    if (op === 'remove') delete holder[last];
    else holder[last] = put;
  }
  return root.at;
}

/** The lines, counted from 0, that an edit may change: of what it names, or of what holds that. */
function mayChange(
  text: string,
  value: unknown,
  { op, pointer }: YamlEdit,
): [number, number] {
  const steps = stepsOf(pointer);
  const there = pointer === '' || valueAt(value, pointer) !== undefined;
  const document = parseDocument(text);
  const named = linesOf(text, document, steps);
  if (op === 'set' && there) return named;
  let above = steps.slice(0, -1);
  while (above.length > 0 && valueAt(value, pointerOf(above)) === undefined) {
    above = above.slice(0, -1);
  }
  const holder = document.getIn(above, true) ?? document.contents;
  const size = isCollection(holder) ? holder.items.length : 0;
  const block = isCollection(holder) && !holder.flow;
  const whole = linesOf(text, document, above);
  if (op === 'remove') {
    const first = block && size > 1 && named[0] > whole[0];
    return first ? named : whole;
  }
  if (!block || size === 0) return whole;
  // What an item is put before may share its line with a dash above.
  return there ? [named[0], named[0]] : [Infinity, -1];
}

function linesOf(
  text: string,
  document: Document.Parsed,
  steps: string[],
): [number, number] {
  let node: unknown = document.contents;
  let start = 0;
  for (const step of steps) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isScalar(key) && String(key.value ?? '') === step,
      );
      start = isNode(pair?.key) ? pair.key.range?.[0] ?? 0 : start;
      node = pair?.value;
    } else if (isSeq(node)) {
      const dash = !node.flow;
      node = node.items[Number(step)];
      start = isNode(node) ? node.range?.[0] ?? start : start;
      if (dash) start = text.lastIndexOf('-', start - 1);
    }
  }
  let end = start;
  visit(isNode(node) ? node : null, {
    Node: (_, { range }) => {
      const [from = 0, to = 0] = range ?? [];
      const written = text.slice(from, to);
      // Blank lines at the end are part of a block that keeps them only.
      const ink = /^[|>]\+/.test(written)
        ? written.replace(/\n$/, '')
        : written.trimEnd();
      end = Math.max(end, from + ink.length);
    },
  });
  return [lineOf(text, start), lineOf(text, end)];
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** The lines of a text, counted from 0, that aren't in another one's head or tail. */
function changedLines(before: string, after: string): [number, number] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  let head = 0;
  while (head < old.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (
    tail < old.length - head &&
    tail < now.length - head &&
    old[old.length - 1 - tail] === now[now.length - 1 - tail]
  ) {
    tail += 1;
  }
  return [head, old.length - tail - 1];
}

it.each([
  ['the sample fleet', ownFiles, 150],
  ['hostile files', HOSTILE, 600],
])(
  'edits %s to exactly the meaning, and changes no other line',
  (_, files, numRuns) => {
    let made = 0;
    fc.assert(
      fc.property(fc.constantFrom(...files), someEdit, (text, some) => {
        const value = readYaml('x.yaml', text).source?.value;
        const edit = editOf(value, some);
        const result = editYaml('x.yaml', text, [edit]);
        const told = result.problems.map(({ message }) => message).join();
        expect(told).not.toContain('in place');
        expect(told !== '').toBe(result.text === undefined);
        if (result.text === undefined) return;
        made += 1;
        expect(
          readYaml('x.yaml', result.text).problems.filter(
            p => p.severity === 'error',
          ),
        ).toEqual([]);
        const intended = meant(value, edit);
        expect(readYaml('x.yaml', result.text).source?.value).toEqual(intended);
        expect(parse(result.text.replace('\uFEFF', ''))).toEqual(intended);
        const [first, last] = changedLines(text, result.text);
        const [from, to] = mayChange(text, value, edit);
        const kept = first > last || (first >= from && last <= to);
        // With the texts, for who has to find out why not.
        expect({ kept, text: result.text }).toEqual({
          kept: true,
          text: result.text,
        });
      }),
      { numRuns },
    );
    expect(made).toBeGreaterThan(numRuns / 3);
  },
);
