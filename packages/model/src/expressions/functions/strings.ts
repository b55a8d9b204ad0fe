import { CelScalar, celFunc, celMethod, listType } from '@bufbuild/cel';
import type { CelList } from '@bufbuild/cel';
import { spend, spendText } from '../meter';

/*
 * The strings library of cel-go, which Kubernetes uses. Positions count characters (code points), as
 * CEL's size() does, and not UTF-16 units.
 */
const { INT, STRING } = CelScalar;
const LIST = listType(CelScalar.DYN);

function at(position: bigint, size: number): number {
  const index = Number(position);
  if (index < 0 || index > size) {
    throw new Error(`index ${index} is out of range: there are ${size}`);
  }
  return index;
}

/** Where characters begin in UTF-16 units; a text without odd ones needs no table. */
function characters(text: string): string[] {
  spend(text.length / 4);
  return [...text];
}

function indexOf(text: string, part: string, from: bigint): bigint {
  const all = characters(text);
  const start = at(from, all.length);
  const skipped = all.slice(0, start).join('').length;
  const found = text.indexOf(part, skipped);
  return found < 0 ? -1n : BigInt([...text.slice(0, found)].length);
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const all = characters(text);
  const start = from === undefined ? all.length : at(from, all.length);
  const skipped = all.slice(0, start).join('').length;
  const found = text.lastIndexOf(part, skipped);
  return found < 0 ? -1n : BigInt([...text.slice(0, found)].length);
}

function substring(text: string, start: bigint, end?: bigint): string {
  const all = characters(text);
  const from = at(start, all.length);
  const to = end === undefined ? all.length : at(end, all.length);
  if (from > to) throw new Error(`substring from ${from} to ${to}`);
  return all.slice(from, to).join('');
}

/** As Go's strings.Replace: an empty text stands before each character and at the end. */
function replace(
  text: string,
  part: string,
  by: string,
  limit: bigint,
): string {
  const pieces = split(text, part);
  const framed = part === '' ? ['', ...pieces, ''] : pieces;
  const most = framed.length - 1;
  const count = limit < 0n ? most : Math.min(most, Number(limit));
  spendText(text.length + count * by.length);
  const replaced = framed.slice(0, count).map(piece => piece + by);
  return replaced.join('') + framed.slice(count).join(part);
}

function split(text: string, separator: string): string[] {
  const pieces = separator === '' ? [...text] : text.split(separator);
  spend(text.length / 10 + pieces.length);
  return pieces;
}

/** As Go's strings.SplitN: the last piece keeps what is left. */
function splitSome(text: string, separator: string, limit: bigint): string[] {
  const pieces = split(text, separator);
  if (limit < 0n || Number(limit) >= pieces.length) return pieces;
  if (limit === 0n) return [];
  const kept = Number(limit) - 1;
  return [...pieces.slice(0, kept), pieces.slice(kept).join(separator)];
}

function join(list: CelList, separator: string): string {
  let length = 0;
  const texts: string[] = [];
  for (const item of list) {
    if (typeof item !== 'string') {
      throw new Error('join takes a list of texts: use map(x, string(x))');
    }
    length += item.length + separator.length;
    texts.push(item);
  }
  spendText(length);
  return texts.join(separator);
}

function inAscii(
  text: string,
  letters: RegExp,
  change: 'toLowerCase' | 'toUpperCase',
) {
  return text.replace(letters, run => run[change]());
}

export const stringFunctions = [
  celMethod('charAt', STRING, [INT], STRING, function charAt(position) {
    const all = characters(this);
    return all[at(position, all.length)] ?? '';
  }),
  celMethod('indexOf', STRING, [STRING], INT, function first(part) {
    return indexOf(this, part, 0n);
  }),
  celMethod(
    'indexOf',
    STRING,
    [STRING, INT],
    INT,
    function firstFrom(part, from) {
      return indexOf(this, part, from);
    },
  ),
  celMethod('lastIndexOf', STRING, [STRING], INT, function last(part) {
    return lastIndexOf(this, part);
  }),
  celMethod(
    'lastIndexOf',
    STRING,
    [STRING, INT],
    INT,
    function lastFrom(part, from) {
      return lastIndexOf(this, part, from);
    },
  ),
  celMethod('lowerAscii', STRING, [], STRING, function lower() {
    return inAscii(this, /[A-Z]+/g, 'toLowerCase');
  }),
  celMethod('upperAscii', STRING, [], STRING, function upper() {
    return inAscii(this, /[a-z]+/g, 'toUpperCase');
  }),
  celMethod('reverse', STRING, [], STRING, function reverse() {
    return characters(this).reverse().join('');
  }),
  celMethod(
    'replace',
    STRING,
    [STRING, STRING],
    STRING,
    function all(part, by) {
      return replace(this, part, by, -1n);
    },
  ),
  celMethod(
    'replace',
    STRING,
    [STRING, STRING, INT],
    STRING,
    function some(part, by, limit) {
      return replace(this, part, by, limit);
    },
  ),
  celMethod('split', STRING, [STRING], LIST, function all(separator) {
    return split(this, separator);
  }),
  celMethod(
    'split',
    STRING,
    [STRING, INT],
    LIST,
    function some(separator, limit) {
      return splitSome(this, separator, limit);
    },
  ),
  celMethod('substring', STRING, [INT], STRING, function rest(start) {
    return substring(this, start);
  }),
  celMethod(
    'substring',
    STRING,
    [INT, INT],
    STRING,
    function range(start, end) {
      return substring(this, start, end);
    },
  ),
  celMethod('join', LIST, [], STRING, function plain() {
    return join(this, '');
  }),
  celMethod('join', LIST, [STRING], STRING, function separated(separator) {
    return join(this, separator);
  }),
  celFunc('_+_', [STRING, STRING], STRING, (a, b) => {
    spendText(a.length + b.length);
    return a + b;
  }),
];
