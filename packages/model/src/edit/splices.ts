import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Document, Node, YAMLMap, YAMLSeq } from 'yaml';
import { isRecord } from '../source/pointer';
import { isBlockScalar, isEmpty, Page, startOfItem, startOfPair } from './page';
import type { Splice } from './page';
import { emptied, withoutItem } from './removal';
import { anchorsWithin, sharedIn, spotOf } from './spot';
import type { Spot } from './spot';
import { EditFault, pointerTo } from './steps';
import type { Step } from './steps';
import {
  blockLines,
  entryLines,
  flowText,
  literalOf,
  scalarText,
} from './written';

type Parsed = Document.Parsed;

/**
 * What to change in a text for one step.
 *
 * @throws EditFault where an alias stands in the way
 */
export function splicesOf(page: Page, document: Parsed, step: Step): Splice[] {
  const root = document.contents;
  const { steps } = step;
  if (!root) {
    return step.what === 'replace' ? atEnd(page, blockLines(step.value)) : [];
  }
  const target = spotOf(root, steps);
  const spot =
    step.what === 'replace' ? target : spotOf(root, steps.slice(0, -1));
  refuseShared(document, pointerTo(steps), spot, step.what, target);
  if (step.what === 'replace') return replaced(page, spot, step.value);
  const last = steps.at(-1) ?? '';
  const holder = spot.node;
  if (isMap(holder)) {
    return step.what === 'insert'
      ? withEntry(page, holder, last, step.value)
      : withoutItem(page, holder, target.at, spot);
  }
  if (!isSeq(holder)) return [];
  return step.what === 'insert'
    ? withItem(page, holder, last, step.value)
    : withoutItem(page, holder, Number(last), spot);
}

/** What an alias repeats can't be changed in one place. */
function refuseShared(
  document: Parsed,
  pointer: string,
  spot: Spot,
  what: Step['what'],
  target: Spot,
): void {
  if (spot.alias || (what !== 'replace' && isAlias(spot.node))) {
    throw new EditFault(
      pointer,
      `${pointer} is written elsewhere, this is an alias of it`,
      'Edit what the alias names, or write the value out first.',
    );
  }
  const gone =
    what !== 'insert' && target.node ? anchorsWithin(target.node) : [];
  const shared = sharedIn(document);
  const named = [...spot.anchors, ...gone].find(anchor => shared.has(anchor));
  if (named !== undefined) {
    throw new EditFault(
      pointer,
      `${pointer} is part of &${named}, which an alias repeats elsewhere`,
      'Write the value out where the alias stands first.',
    );
  }
}

function replaced(page: Page, spot: Spot, value: unknown): Splice[] {
  const { node } = spot;
  if (!node) return keyAlone(page, spot, value);
  const [start] = node.range ?? [0];
  const end = page.endOf(node);
  const block = blockOf(value);
  if (isEmpty(node)) {
    if (!block || spot.inFlow) {
      return [{ start, end, text: ` ${flowText(value)}` }];
    }
    if (!spot.holder) return atEnd(page, blockLines(value));
    return below(page, start, columnInside(page, spot), blockLines(value));
  }
  if (!block || spot.inFlow || isFlow(node)) {
    return oneLine(page, spot, node, { start, end }, value);
  }
  if (isMap(node) || isSeq(node)) {
    // The dashes of a list may stand right below its key, where a map's keys can't.
    const column = page.column(start);
    const to = isMap(node)
      ? column
      : Math.max(column, columnInside(page, spot));
    const text = ' '.repeat(to - column) + page.block(blockLines(value), to);
    return [{ start, end, text }];
  }
  if (!spot.holder) {
    return [{ start, end, text: page.block(blockLines(value), 0) }];
  }
  return [
    { start: page.text.slice(0, start).trimEnd().length, end, text: '' },
    ...below(page, end, columnInside(page, spot), blockLines(value)),
  ];
}

/** A value of one line takes the place of another; a block's lines go. */
function oneLine(
  page: Page,
  spot: Spot,
  node: Node,
  { start, end }: { start: number; end: number },
  value: unknown,
): Splice[] {
  if (!isScalar(node)) {
    const text = flowText(value);
    return !isFlow(node) && spot.holder
      ? emptied(page, start, end, text)
      : [{ start, end, text }];
  }
  const literal = spot.inFlow ? undefined : literalOf(value);
  const block = isBlockScalar(node);
  const written = block ? '' : page.text.slice(start, end);
  if (!literal) {
    return [{ start, end, text: scalarOrFlow(value, written) }];
  }
  const column = columnInside(page, spot);
  if (!block) {
    return [
      { start, end, text: literal.header },
      ...below(page, end, column, literal.lines),
    ];
  }
  const [header] = /^[|>][-+0-9]*/.exec(page.text.slice(start, end)) ?? [''];
  return [
    { start, end: start + header.length, text: literal.header },
    ...below(page, start, column, literal.lines, end),
  ];
}

function scalarOrFlow(value: unknown, like: string): string {
  return typeof value === 'string' ? scalarText(value, like) : flowText(value);
}

/** A key that has not even a colon: within brackets, or after a `?`. */
function keyAlone(page: Page, { holder, at }: Spot, value: unknown): Splice[] {
  if (!isMap(holder)) return [];
  const pair = holder.items[at];
  const end = page.endOfItem(pair);
  const column = ' '.repeat(page.column(startOfPair(pair)));
  const text = holder.flow
    ? `: ${flowText(value)}`
    : `${page.eol}${column}: ${flowText(value)}`;
  return [{ start: end, end, text }];
}

/** Lines for a value that goes below its key, if it has any. */
function blockOf(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : isRecord(value) && Object.keys(value).length > 0;
}

function isFlow(node: Node): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

/** Where what is in an entry stands: two further than the entry. */
function columnInside(page: Page, { holder, at }: Spot): number {
  if (!holder) return 0;
  const start = isMap(holder)
    ? startOfPair(holder.items[at])
    : startOfItem(holder, at);
  return page.column(start) + 2;
}

/** New lines after the line of an offset, in place of what is there up to another. */
function below(
  page: Page,
  offset: number,
  column: number,
  written: readonly string[],
  end = page.lineEnd(offset),
): Splice[] {
  const text = page.eol + ' '.repeat(column) + page.block(written, column);
  return [{ start: page.lineEnd(offset), end, text }];
}

/** The first content of a file that has none. */
function atEnd(page: Page, written: readonly string[]): Splice[] {
  const { text, eol } = page;
  const at = text.length;
  const before = text === '' || text.endsWith('\n') ? '' : eol;
  return [
    { start: at, end: at, text: `${before}${page.block(written, 0)}${eol}` },
  ];
}

function withEntry(
  page: Page,
  map: YAMLMap,
  key: string,
  value: unknown,
): Splice[] {
  if (map.flow || map.items.length === 0) {
    return inBrackets(
      page,
      map,
      map.items.length,
      flowText({ [key]: value }).slice(1, -1),
    );
  }
  const end = page.endOfItem(map.items.at(-1));
  const column = page.column(startOfPair(map.items[0]));
  return below(page, end, column, entryLines(key, value));
}

function withItem(
  page: Page,
  list: YAMLSeq,
  step: string,
  value: unknown,
): Splice[] {
  const at = step === '-' ? list.items.length : Number(step);
  if (list.flow || list.items.length === 0) {
    return inBrackets(page, list, at, flowText(value));
  }
  const written = blockLines([value]);
  if (at >= list.items.length) {
    const end = page.endOfItem(list.items.at(-1));
    return below(page, end, page.column(startOfItem(list, 0)), written);
  }
  const start = startOfItem(list, at);
  const column = page.column(start);
  const text = page.block(written, column) + page.eol + ' '.repeat(column);
  return [{ start, end: start, text }];
}

/** One more entry between brackets, before the one at an index or after the last. */
function inBrackets(
  page: Page,
  holder: YAMLMap | YAMLSeq,
  at: number,
  text: string,
): Splice[] {
  const [open = 0, close = 0] = holder.range ?? [];
  if (holder.items.length === 0) {
    return [{ start: open + 1, end: open + 1, text }];
  }
  if (at < holder.items.length) {
    const start = isSeq(holder)
      ? startOfItem(holder, at)
      : startOfPair(holder.items[at]);
    return [{ start, end: start, text: `${text}, ` }];
  }
  const end = page.endOfItem(holder.items.at(-1));
  const comma = /^(?:\s|#.*\n)*,/.exec(page.text.slice(end, close));
  if (!comma) return [{ start: end, end, text: `, ${text}` }];
  const after = end + comma[0].length;
  return [{ start: after, end: after, text: ` ${text},` }];
}
