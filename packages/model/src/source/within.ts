/** A piece of a scalar as it is written, and the characters that it stands for. */
interface Piece {
  /** Where it starts, in characters from the start of the file. */
  start: number;
  means: string;
}

const ESCAPES: Record<string, string> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/**
 * Where a character of a scalar's value stands in the file, whatever the scalar's style: the n-th
 * character that isn't space is the n-th on both sides, since folding, indentation and chomping only
 * touch spaces and line breaks.
 *
 * @param start - where the scalar starts: at its quote, its `|` or `>`, or its first character
 * @param value - what it means
 * @param offset - a character of the value; one that is space counts as the next that isn't
 */
export function placeWithin(
  file: string,
  start: number,
  value: string,
  offset: number,
): number {
  let ahead = inkOf(value.slice(0, offset));
  let end = start;
  for (const { start: at, means } of piecesOf(file, start)) {
    const ink = inkOf(means);
    if (ink > ahead) return at;
    ahead -= ink;
    end = at + 1;
    if (ahead === 0 && ink > 0 && value.slice(offset).trim() === '') return end;
  }
  return end;
}

/** How many characters of a text aren't space. */
function inkOf(text: string): number {
  return text.replace(/\s/g, '').length;
}

function piecesOf(file: string, start: number): Iterable<Piece> {
  switch (file[start]) {
    case '"':
      return doubleQuoted(file, start + 1);
    case "'":
      return singleQuoted(file, start + 1);
    case '|':
    case '>':
      return plain(file, endOfLine(file, start));
    default:
      return plain(file, start);
  }
}

function endOfLine(file: string, start: number): number {
  const end = file.indexOf('\n', start);
  return end < 0 ? file.length : end;
}

function* plain(file: string, start: number): Iterable<Piece> {
  for (let at = start; at < file.length; at++) {
    yield { start: at, means: file[at] };
  }
}

function* singleQuoted(file: string, start: number): Iterable<Piece> {
  for (let at = start; at < file.length; at++) {
    const doubled = file.startsWith("''", at);
    if (file[at] === "'" && !doubled) return;
    yield { start: at, means: file[at] };
    if (doubled) at += 1;
  }
}

function* doubleQuoted(file: string, start: number): Iterable<Piece> {
  let at = start;
  while (at < file.length && file[at] !== '"') {
    if (file[at] !== '\\') {
      yield { start: at, means: file[at] };
      at += 1;
      continue;
    }
    const code = /^\\(?:x(..)|u(.{4})|U(.{8}))/.exec(file.slice(at, at + 10));
    const digits = code?.[1] ?? code?.[2] ?? code?.[3];
    const letter = file[at + 1] ?? '';
    yield {
      start: at,
      means:
        digits === undefined
          ? ESCAPES[letter] ?? letter
          : String.fromCodePoint(Number.parseInt(digits, 16)),
    };
    at += code?.[0].length ?? 2;
  }
}
