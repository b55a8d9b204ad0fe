import {
  editsBetween,
  hasErrors,
  renderAgain,
  renderAll,
} from '@flotilla/model';
import type { FleetRender } from '@flotilla/model';
import { readFolder, readRevision } from '@flotilla/repository';
import { WrongInput } from '../exitCodes';
import type { Terminal } from '../terminal';
import { findFleet } from './findFleet';
import { wrongFiles } from './openFleet';

/** Two states of a fleet, rendered. */
export interface TwoStates {
  /** Absent where the folder is in no Git repository: then `rendered/` is what there is to compare with. */
  before?: FleetRender;
  after: FleetRender;
}

/**
 * Reads and renders a fleet as it was and as it is.
 *
 * @param from - a Git revision; without one `HEAD`
 * @param to - a Git revision; without one the files as they are
 * @throws WrongInput for a revision that there isn't, and where the later state can't be rendered
 */
export async function twoStates(
  terminal: Terminal,
  { directory, from, to }: { directory?: string; from?: string; to?: string },
): Promise<TwoStates> {
  const root = findFleet(terminal.cwd, directory);
  const later =
    to === undefined ? await readFolder(root) : await filesAt(root, to);
  const earlier =
    from === undefined
      ? (await readRevision(root, 'HEAD'))?.files
      : await filesAt(root, from);
  const before = earlier && renderAll(earlier);
  const after = before
    ? renderAgain(before, editsBetween(before.files, later))
    : renderAll(later);
  const problems = [...later.problems, ...after.problems];
  if (!after.fleet || hasErrors(problems)) throw wrongFiles(problems, terminal);
  return { ...(before && { before }), after };
}

async function filesAt(root: string, revision: string) {
  const read = await readRevision(root, revision);
  if (read) return read.files;
  throw new WrongInput(
    `there is no revision ${revision} of ${root}\n  Name a commit, a branch or a tag of the Git repository that it is in.`,
  );
}
