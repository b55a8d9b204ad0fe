import { spend } from '../meter';
import type { Instruction } from './regexProgram';

/** Where a match begins and ends, in characters. */
export interface Span {
  start: number;
  end: number;
}

/** A way through the program that may still match. */
interface Thread {
  at: number;
  start: number;
}

/**
 * The first match at or after a place, of those that begin there the one that the pattern prefers:
 * all ways through the program are followed at once, one character after the other (Pike's machine),
 * so that the time is in proportion to text and pattern.
 */
export function find(
  program: readonly Instruction[],
  text: readonly string[],
  from: number,
): Span | undefined {
  let found: Span | undefined;
  let threads: Thread[] = [];
  for (let i = from; i <= text.length; i++) {
    const known = new Set<number>();
    const ready: Thread[] = [];
    const follow = (thread: Thread) =>
      reach(program, text, i, thread, known, ready);
    threads.forEach(follow);
    if (!found) follow({ at: 0, start: i });
    spend(2 + known.size * 2);
    threads = [];
    for (const { at, start } of ready) {
      const step = program[at];
      if (step.op === 'match') {
        found = { start, end: i };
        break;
      }
      if (step.op === 'char' && i < text.length && step.takes(text[i])) {
        threads.push({ at: at + 1, start });
      }
    }
    if (found && threads.length === 0) return found;
  }
  return found;
}

/** Adds the steps that a thread comes to without taking a character, the preferred first. */
function reach(
  program: readonly Instruction[],
  text: readonly string[],
  i: number,
  { at, start }: Thread,
  known: Set<number>,
  ready: Thread[],
): void {
  const open = [at];
  while (open.length > 0) {
    const next = open.pop();
    if (next === undefined || known.has(next)) continue;
    known.add(next);
    const step = program[next];
    if (step.op === 'jump') open.push(step.to);
    else if (step.op === 'split') open.push(step.second, step.first);
    else if (step.op !== 'at') ready.push({ at: next, start });
    else if (step.holds(text[i - 1] ?? '', text[i] ?? '')) open.push(next + 1);
  }
}

/** Matches that don't overlap, at most so many; an empty one right after another doesn't count. */
export function findAll(
  program: readonly Instruction[],
  text: readonly string[],
  limit: number,
): Span[] {
  const spans: Span[] = [];
  let from = 0;
  let last = -1;
  while (spans.length < limit && from <= text.length) {
    const span = find(program, text, from);
    if (!span) break;
    const empty = span.start === span.end;
    if (!empty || span.start !== last) spans.push(span);
    last = span.end;
    from = empty ? span.end + 1 : span.end;
  }
  return spans;
}
