const TOKENS = [
  ...'{}[]:,-?&*!|>\'"%@`#~=<\t\r\n\0 ',
  '- ',
  ': ',
  '? ',
  '---\n',
  '...\n',
  '<<: ',
  '&a ',
  '*a',
  '!!int ',
  '!!binary ',
  '!x ',
  '|+\n',
  '>-\n',
  '|9\n',
  '${',
  '${ variables.x }',
  '$${',
  '}}',
  '{{ .Values.x }}',
  '\\',
  '\\u',
  '"\\x',
  '__proto__: ',
  'constructor: ',
  'null',
  'true',
  'yes',
  '0644',
  '1e999',
  '.inf',
  '-0',
  '99999999999999999999',
  '\uFEFF',
  '\u2028',
  '\u0085',
  '\uD800',
  '😀',
  '%YAML 1.1\n',
  '#',
  ' #',
  'apiVersion: v1\n',
  'kind: Model\n',
  '{a: {b: [',
  '[[[[[[[[',
  'x'.repeat(300),
];

/** A text with one to four changes in its bytes, lines or tokens; the same ones for the same seed. */
export function mutated(text: string, seed: number): string {
  const random = randomFrom(seed);
  let changed = text;
  for (let count = 1 + random(4); count > 0; count--) {
    changed = [inBytes, inLines, inTokens][random(3)](changed, random);
  }
  return changed;
}

type Random = (below: number) => number;

/** Whole numbers below a bound (xorshift, 32 bits). */
function randomFrom(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) || 1;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % Math.max(below, 1);
  };
}

function inBytes(text: string, random: Random): string {
  const bytes = Buffer.from(text);
  const at = random(bytes.length);
  switch (random(3)) {
    case 0:
      bytes[at] = random(256);
      return bytes.toString();
    case 1:
      return Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(at + 1 + random(8)),
      ]).toString();
    default:
      return bytes.subarray(0, at).toString();
  }
}

function inLines(text: string, random: Random): string {
  const lines = text.split('\n');
  const at = random(lines.length);
  const other = random(lines.length);
  switch (random(5)) {
    case 0:
      lines.splice(at, 1);
      break;
    case 1:
      lines.splice(at, 0, lines[other]);
      break;
    case 2:
      [lines[at], lines[other]] = [lines[other], lines[at]];
      break;
    case 3:
      lines[at] = ' '.repeat(random(5)) + lines[at];
      break;
    default:
      lines[at] = lines[at].replace(/^ {1,2}/, '');
  }
  return lines.join('\n');
}

function inTokens(text: string, random: Random): string {
  const at = random(text.length + 1);
  const gone = random(3) === 0 ? random(12) : 0;
  return (
    text.slice(0, at) + TOKENS[random(TOKENS.length)] + text.slice(at + gone)
  );
}
