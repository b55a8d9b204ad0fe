import { isAlias, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { sameValue } from '../compose/sameValue';
import type { Problem } from '../problems';
import { hasErrors } from '../problems';
import { problemAt, readYaml } from '../source/document';
import type { YamlSource } from '../source/document';
import { stepsOf } from '../source/pointer';
import { after } from './intended';
import { Page } from './page';
import { splicesOf } from './splices';
import { spotOf } from './spot';
import { EditFault, stepsFor } from './steps';
import type { Step } from './steps';
import type { YamlEdit } from './YamlEdit';

const MARK = '\uFEFF';

/**
 * Edits a YAML file that a person wrote. Comments, order, quotes, line ends and everything else that
 * the edits don't name stay as they are, character by character. Either all edits are made, and the
 * text is read back to be sure, or none.
 *
 * @param path - the file's path, for problems
 * @param edits - made one after the other
 * @returns the new text; without one, the problems say where and why it can't be
 * @public
 */
export function editYaml(
  path: string,
  text: string,
  edits: readonly YamlEdit[],
): { text?: string; problems: Problem[] } {
  // A byte order mark takes no part, so that the first line has columns like any other.
  const mark = text.startsWith(MARK) ? MARK : '';
  let edited = text.slice(mark.length);
  for (const edit of edits) {
    const { source, problems } = readYaml(path, edited);
    if (!source || hasErrors(problems)) return { problems };
    try {
      edited = made(path, edited, source, edit);
    } catch (error) {
      if (!(error instanceof EditFault)) throw error;
      const { pointer, message, remedy } = error;
      const position = source.positionOf(pointer);
      return { problems: [problemAt(path, position, message, remedy)] };
    }
  }
  return { text: mark + edited, problems: [] };
}

function made(
  path: string,
  text: string,
  source: YamlSource,
  edit: YamlEdit,
): string {
  let edited = text;
  let value = source.value;
  for (const step of stepsOfEdit(text, value, edit)) {
    edited = spliced(edited, step);
    value = after(value, step);
  }
  const read = readYaml(path, edited).source;
  if (read && sameValue(read.value, value)) return edited;
  throw new EditFault(
    edit.pointer,
    `${
      edit.pointer || 'the file'
    } is written in a way that can't be edited in place`,
    'Edit the file by hand.',
  );
}

/** What stands for an alias is written out whole. */
function stepsOfEdit(text: string, value: unknown, edit: YamlEdit): Step[] {
  const steps = stepsOf(edit.pointer);
  const root = edit.op === 'set' && parsed(text).contents;
  return root && isAlias(spotOf(root, steps).node)
    ? [{ what: 'replace', steps, value: edit.value }]
    : stepsFor(value, edit);
}

function parsed(text: string): Document.Parsed {
  return parseDocument(text, { keepSourceTokens: true, prettyErrors: false });
}

function spliced(text: string, step: Step): string {
  // From the end, and what goes before what comes in its place.
  const splices = splicesOf(new Page(text), parsed(text), step).sort(
    (a, b) => b.start - a.start || b.end - a.end,
  );
  return splices.reduce(
    (edited, { start, end, text: put }) =>
      edited.slice(0, start) + put + edited.slice(end),
    text,
  );
}
