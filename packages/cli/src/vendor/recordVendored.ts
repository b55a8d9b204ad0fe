import { isDeepStrictEqual } from 'node:util';
import { editYaml, formatProblem } from '@flotilla/model';
import { parse } from 'yaml';
import { WrongInput } from '../exitCodes';

/** What `component.yaml` says of vendored manifests. */
export interface Vendored {
  source: { manifests: { path: string } };
  vendoredFrom: Record<string, Record<string, string>>;
}

/**
 * Writes into `component.yaml` where its manifests come from. Everything else in the file stays as its author wrote it.
 *
 * @param path - the file's path, for problems
 * @throws WrongInput for a file that can't be edited, with the place
 */
export function recordVendored(
  path: string,
  text: string,
  vendored: Vendored,
): string {
  const { spec } = Object(parse(text));
  const edits = Object.entries(vendored)
    .filter(([key, value]) => !isDeepStrictEqual(spec?.[key], value))
    .map(([key, value]) => ({
      op: 'set' as const,
      pointer: `/spec/${key}`,
      value: value as unknown,
    }));
  const edited = editYaml(path, text, edits);
  if (edited.text === undefined) {
    throw new WrongInput(edited.problems.map(formatProblem).join('\n'));
  }
  return edited.text;
}
