import { isSeq } from 'yaml';
import type { YAMLMap, YAMLSeq } from 'yaml';
import { Page, startOfItem, startOfPair } from './page';
import type { Splice } from './page';
import type { Spot } from './spot';

/** What to change for an entry or item to go; the comments around it stay. */
export function withoutItem(
  page: Page,
  holder: YAMLMap | YAMLSeq,
  at: number,
  spot: Spot,
): Splice[] {
  const startOf = (index: number) =>
    isSeq(holder)
      ? startOfItem(holder, index)
      : startOfPair(holder.items[index]);
  const start = startOf(at);
  const end = page.endOfItem(holder.items[at]);
  const only = holder.items.length === 1;
  if (holder.flow) {
    if (only) {
      const [open = 0, close = 0] = holder.range ?? [];
      return [{ start: open + 1, end: close - 1, text: '' }];
    }
    const last = at === holder.items.length - 1;
    return last
      ? [{ start: page.endOfItem(holder.items[at - 1]), end, text: '' }]
      : [{ start, end: startOf(at + 1), text: '' }];
  }
  if (only) {
    const text = isSeq(holder) ? '[]' : '{}';
    return spot.holder
      ? emptied(page, start, end, text)
      : [{ start, end, text }];
  }
  if (page.startsLine(start)) {
    return [lines(page, start, end)];
  }
  // The first of several on the line of a dash: the next one moves up, unless a comment is between.
  const next = startOf(at + 1);
  const between = page.text.slice(end, next);
  return between.trim() === ''
    ? [{ start, end: next, text: '' }]
    : [{ start, end: page.lineEnd(end), text: '' }];
}

/** All lines from one offset to another; the last line of a file takes the break before it along. */
function lines(page: Page, start: number, end: number): Splice {
  const from = page.lineStart(start);
  const to = page.nextLine(end);
  if (to < page.text.length || page.text.endsWith('\n')) {
    return { start: from, end: to, text: '' };
  }
  return { start: page.lineEnd(Math.max(from - 1, 0)), end: to, text: '' };
}

/** An empty map or list after its key or dash, for lines that go. */
export function emptied(
  page: Page,
  start: number,
  end: number,
  text: string,
): Splice[] {
  if (!page.startsLine(start)) {
    return [{ start, end, text }];
  }
  const at = inkBefore(page, start);
  return [{ start: at, end: at, text: ` ${text}` }, lines(page, start, end)];
}

/** The end of what is written before an offset that isn't a comment. */
function inkBefore(page: Page, offset: number): number {
  let line = page.lineStart(offset);
  while (line > 0) {
    const end = line - 1;
    line = page.lineStart(end);
    const written = page.text.slice(line, end);
    const ink = written.replace(/(?:^|\s)#.*$/, '').trimEnd();
    if (ink.trim() !== '') return line + ink.length;
  }
  return 0;
}
