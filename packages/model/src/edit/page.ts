import { isMap, isNode, isPair, isScalar, isSeq, Scalar } from 'yaml';
import type { Node, Pair, YAMLSeq } from 'yaml';

/** Characters of a text and what takes their place. */
export interface Splice {
  start: number;
  end: number;
  text: string;
}

/** The lines of a text that is edited. */
export class Page {
  /** How its lines end. */
  readonly eol: '\n' | '\r\n';

  constructor(readonly text: string) {
    const first = text.indexOf('\n');
    this.eol = first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
  }

  /** How many characters stand before an offset on its line. */
  column(offset: number): number {
    return offset - this.lineStart(offset);
  }

  lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** Where the line ends, before its line break. */
  lineEnd(offset: number): number {
    const found = this.text.indexOf('\n', offset);
    if (found < 0) return this.text.length;
    return found > 0 && this.text[found - 1] === '\r' ? found - 1 : found;
  }

  /** Where the next line starts. */
  nextLine(offset: number): number {
    const found = this.text.indexOf('\n', offset);
    return found < 0 ? this.text.length : found + 1;
  }

  /** Whether nothing but spaces stands before an offset on its line. */
  startsLine(offset: number): boolean {
    return /^ *$/.test(this.text.slice(this.lineStart(offset), offset));
  }

  /** Lines below one another at a column, without the first one's own indentation. */
  block(lines: readonly string[], column: number): string {
    const pad = ' '.repeat(column);
    return lines
      .map((line, at) => (at > 0 && line !== '' ? pad + line : line))
      .join(this.eol);
  }

  /** Where what a node says ends: comments and blank lines after it aren't its own. */
  endOf(node: Node): number {
    const [start, end] = node.range ?? [0, 0, 0];
    if (isScalar(node) && isBlockScalar(node)) {
      return this.endOfBlock(start, end);
    }
    if ((isMap(node) || isSeq(node)) && !node.flow) {
      const last = node.items.at(-1);
      if (last !== undefined) return this.endOfItem(last);
    }
    return end;
  }

  /** Where an entry of a map or an item of a list ends. */
  endOfItem(item: unknown): number {
    if (isNode(item)) return this.endOf(item);
    if (!isPair(item)) return 0;
    const { key, value, srcToken } = item;
    const separators = srcToken?.sep ?? [];
    const signs = separators.filter(({ type }) =>
      ['map-value-ind', 'anchor', 'tag'].includes(type),
    );
    const sign = signs.at(-1);
    return Math.max(
      isNode(key) ? this.endOf(key) : 0,
      sign ? sign.offset + sign.source.length : 0,
      isNode(value) && !isEmpty(value) ? this.endOf(value) : 0,
    );
  }

  /** The end of the last line with something on it; blank lines count where `+` keeps them. */
  private endOfBlock(start: number, end: number): number {
    const written = this.text.slice(start, end);
    return /^[|>][0-9]*\+/.test(written)
      ? start + written.replace(/\r?\n$/, '').length
      : start + written.trimEnd().length;
  }
}

export function isBlockScalar(node: Scalar): boolean {
  return (
    node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED
  );
}

/** A value of which nothing is written. */
export function isEmpty(node: Node): boolean {
  return isScalar(node) && node.range?.[0] === node.range?.[1];
}

/** Where an entry of a map starts: at its key, or at the `?` or anchor before it. */
export function startOfPair(pair: Pair): number {
  const sign = pair.srcToken?.start.find(
    ({ type }) => !['space', 'newline', 'comment', 'comma'].includes(type),
  );
  const key = isNode(pair.key) ? pair.key.range?.[0] : undefined;
  return Math.min(sign?.offset ?? Infinity, key ?? Infinity);
}

/** Where an item of a list starts: at its dash, or in brackets at itself. */
export function startOfItem(list: YAMLSeq, at: number): number {
  const token = list.srcToken;
  if (token?.type === 'block-seq') {
    const dashes = token.items.flatMap(({ start }) =>
      start.filter(({ type }) => type === 'seq-item-ind'),
    );
    return dashes[at].offset;
  }
  const item = list.items[at];
  if (isPair(item)) return startOfPair(item);
  return isNode(item) ? item.range?.[0] ?? 0 : 0;
}

/** The name that a key gives its entry. */
export function nameOf(pair: Pair): string | undefined {
  const { key } = pair;
  if (!isScalar(key)) return undefined;
  return key.type === 'PLAIN' ? key.source : String(key.value);
}
