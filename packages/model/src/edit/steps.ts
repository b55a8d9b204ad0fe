import { sameValue } from '../compose/sameValue';
import { escapeStep, isRecord, stepsOf } from '../source/pointer';
import type { YamlEdit } from './YamlEdit';

/** One change of the text: the least that edits come down to. */
export type Step =
  | { what: 'replace' | 'insert'; steps: readonly string[]; value: unknown }
  | { what: 'remove'; steps: readonly string[] };

/** An edit that the file's content doesn't allow. */
export class EditFault extends Error {
  constructor(
    readonly pointer: string,
    message: string,
    readonly remedy?: string,
  ) {
    super(message);
  }
}

/**
 * The steps that make an edit of a value. Within maps and lists only what differs is touched, so
 * that everything else keeps its lines.
 *
 * @throws EditFault when there is nothing to edit at its pointer
 */
export function stepsFor(content: unknown, edit: YamlEdit): Step[] {
  const path = stepsOf(edit.pointer);
  const found = follow(content, path);
  if (edit.op === 'remove') {
    if (found.rest.length > 0) throw absent(edit.pointer);
    return path.length === 0
      ? [{ what: 'replace', steps: [], value: null }]
      : [{ what: 'remove', steps: path }];
  }
  if (edit.value === undefined) {
    throw new EditFault(edit.pointer, 'no value is given');
  }
  if (found.rest.length > 0) return created(edit, path, found);
  if (edit.op === 'set') return difference(path, found.value, edit.value);
  if (Array.isArray(found.holder)) {
    return [{ what: 'insert', steps: path, value: edit.value }];
  }
  throw new EditFault(
    edit.pointer,
    `${edit.pointer} is there already`,
    'Set it instead.',
  );
}

interface Followed {
  /** What the pointer leads to, as far as it leads. */
  value: unknown;
  holder: unknown;
  rest: readonly string[];
}

function follow(content: unknown, path: readonly string[]): Followed {
  let value = content;
  let holder: unknown;
  for (const [at, step] of path.entries()) {
    const child = childOf(value, step);
    if (child === undefined) return { value, holder, rest: path.slice(at) };
    holder = value;
    value = child;
  }
  return { value, holder, rest: [] };
}

function childOf(value: unknown, step: string): unknown {
  if (Array.isArray(value))
    return isIndex(step) ? value[Number(step)] : undefined;
  return isRecord(value) && Object.hasOwn(value, step)
    ? value[step]
    : undefined;
}

function isIndex(step: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(step);
}

/** A new entry in the nearest thing that is there, with what is missing in between. */
function created(
  edit: YamlEdit,
  path: readonly string[],
  { value: holder, rest }: Followed,
): Step[] {
  const above = path.slice(0, path.length - rest.length);
  const value = rest
    .slice(1)
    .reduceRight<unknown>(
      (inner, step) => (step === '-' ? [inner] : { [step]: inner }),
      edit.value,
    );
  const [step] = rest;
  if (holder === null) {
    const whole = step === '-' ? [value] : { [step]: value };
    return [{ what: 'replace', steps: above, value: whole }];
  }
  if (Array.isArray(holder)) {
    if (step !== '-' && step !== String(holder.length))
      throw absent(edit.pointer);
    return [{ what: 'insert', steps: [...above, `${holder.length}`], value }];
  }
  if (isRecord(holder)) {
    return [{ what: 'insert', steps: [...above, step], value }];
  }
  const pointer = pointerTo(above);
  throw new EditFault(
    pointer,
    `${pointer || 'the file'} holds neither a map nor a list`,
  );
}

function absent(pointer: string): EditFault {
  return new EditFault(pointer, `there is no ${pointer || 'value'}`);
}

export function pointerTo(steps: readonly string[]): string {
  return steps.map(step => `/${escapeStep(step)}`).join('');
}

/** What goes comes last, so that nothing is empty on the way. */
function difference(
  steps: readonly string[],
  before: unknown,
  after: unknown,
): Step[] {
  if (sameValue(before, after)) return [];
  if (isFilled(before) && isFilled(after)) {
    if (Array.isArray(before) && Array.isArray(after)) {
      return listDifference(steps, before, after);
    }
    if (isRecord(before) && isRecord(after)) {
      return mapDifference(steps, before, after);
    }
  }
  return [{ what: 'replace', steps, value: after }];
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value)
    ? value.length > 0
    : isRecord(value) && Object.keys(value).length > 0;
}

function mapDifference(
  steps: readonly string[],
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Step[] {
  const kept = Object.keys(after).flatMap<Step>(key =>
    Object.hasOwn(before, key)
      ? difference([...steps, key], before[key], after[key])
      : [{ what: 'insert', steps: [...steps, key], value: after[key] }],
  );
  const gone = Object.keys(before).filter(key => !Object.hasOwn(after, key));
  return [
    ...kept,
    ...gone.map<Step>(key => ({ what: 'remove', steps: [...steps, key] })),
  ];
}

/** Items are told apart by what is the same at both ends. */
function listDifference(
  steps: readonly string[],
  before: readonly unknown[],
  after: readonly unknown[],
): Step[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && sameValue(before[head], after[head])) head += 1;
  let tail = 0;
  while (
    tail < shorter - head &&
    sameValue(before[before.length - 1 - tail], after[after.length - 1 - tail])
  ) {
    tail += 1;
  }
  const paired = shorter - tail;
  const changes: Step[] = [];
  for (let at = head; at < paired; at++) {
    changes.push(...difference([...steps, `${at}`], before[at], after[at]));
  }
  for (let at = paired; at < after.length - tail; at++) {
    changes.push({
      what: 'insert',
      steps: [...steps, `${at}`],
      value: after[at],
    });
  }
  for (let at = before.length - tail - 1; at >= paired; at--) {
    changes.push({ what: 'remove', steps: [...steps, `${at}`] });
  }
  return changes;
}
