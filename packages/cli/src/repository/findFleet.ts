import { existsSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { WrongInput } from '../exitCodes';

/** The option of every command that reads the fleet repository. */
export function directoryOption(): Option {
  return new Option(
    '-C, --directory <folder>',
    'the fleet repository (default: the folder above that has a fleet.yaml)',
  );
}

/**
 * The root of the fleet repository: the given folder, or the nearest one above that has a `fleet.yaml`.
 *
 * @throws WrongInput when there is none
 */
export function findFleet(cwd: string, directory?: string): string {
  if (directory !== undefined) return path.resolve(cwd, directory);
  const found = nearestFleet(cwd);
  if (found) return found;
  throw new WrongInput(
    `no fleet.yaml in ${cwd} or above\n  Run this in a fleet repository, or name one with --directory.`,
  );
}

/** Like {@link findFleet}, for commands that can do without. */
export function nearestFleet(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'fleet.yaml'))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
