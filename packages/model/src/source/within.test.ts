import { readYaml } from './document';

/** Where each style puts the `X` of its value, by line and column. */
const STYLES: [style: string, text: string][] = [
  ['plain', 'a: one ${X} two\n'],
  ['plain on several lines', 'a: one\n  two\n\n  three ${X}\n'],
  ['single quotes', "a: 'it''s ''one'' ${X}'\n"],
  ['single quotes on several lines', "a: 'it''s\n\n  one ${X}'\n"],
  ['double quotes', 'a: "\\"one\\" \\u0041\\x42\\ttab \\U0001F600 ${X}"\n'],
  ['double quotes on several lines', 'a: "one \\\n  two\\n\n  \\\n\n  ${X}"\n'],
  ['a literal block', 'a:\n  b: |\n    one\n      two\n\n    ${X}\n'],
  ['a literal block with a header', 'a:\n  b: |2- # why\n     one\n    ${X}\n'],
  ['a folded block', 'a: >\n  one\n  two\n\n  three ${X}\n'],
  ['a folded block, kept', 'a: >+\n  one\n   more ${X}\n\n\n'],
  ['a flow list', 'a: [one, "two\n  three ${X}", four]\n'],
  ['carriage returns', 'a: >\r\n  one\r\n  ${X}\r\n'],
  ['an anchor and a tag', 'a: &x !!str "one ${X}"\n'],
];

function leafWith(value: unknown, pointer = ''): [string, string] | undefined {
  if (typeof value === 'string') {
    return value.includes('X') ? [pointer, value] : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = leafWith(item, `${pointer}/${key}`);
    if (found) return found;
  }
  return undefined;
}

describe('a character within a scalar', () => {
  it.each(STYLES)('is found in %s', (_style, text) => {
    const { source } = readYaml('x.yaml', text);
    const [pointer, leaf] = leafWith(source?.value) ?? ['', ''];
    const place = source?.positionIn(pointer, leaf.indexOf('X'));
    const lines = text.slice(0, text.indexOf('X')).split('\n');
    expect(place).toEqual({
      line: lines.length,
      column: lines[lines.length - 1].length + 1,
    });
  });

  it('that comes after the last is where the scalar ends', () => {
    const { source } = readYaml('x.yaml', 'a: "${ 1 + "\nb: 1\n');
    expect(source?.positionIn('/a', 8)).toEqual({ line: 1, column: 11 });
  });
});
