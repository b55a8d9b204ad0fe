import { promises as fs } from 'node:fs';
import path from 'node:path';
import { hasErrors, renderCluster, renderFleet } from '@flotilla/model';
import type { FleetFiles, FleetSources } from '@flotilla/model';
import { WrongInput } from '../exitCodes';
import type { Terminal } from '../terminal';
import { requireCluster, wrongFiles } from './openFleet';

/** A file of `rendered/` that isn't what rendering gives. */
export interface StaleFile {
  path: string;
  state: 'missing' | 'different' | 'unexpected';
  /** What it should hold; absent where there should be no file. */
  text?: string;
}

/** What rendering gives, and the folder of the repository that it fills. */
export interface Rendering {
  /** `rendered/`, or `rendered/<cluster>/` when one cluster was asked for. */
  room: string;
  files: ReadonlyMap<string, string>;
}

/**
 * Renders the fleet or one cluster of it.
 *
 * @throws WrongInput with every error, so that nothing is written half
 */
export function render(
  fleet: FleetSources,
  files: FleetFiles,
  terminal: Terminal,
  cluster?: string,
): Rendering {
  if (cluster !== undefined) requireCluster(fleet, cluster);
  const result =
    cluster === undefined
      ? renderFleet(fleet, files)
      : renderCluster(fleet, cluster, files);
  if (hasErrors(result.problems)) throw wrongFiles(result.problems, terminal);
  const room = cluster === undefined ? 'rendered/' : `rendered/${cluster}/`;
  return { room, files: result.files };
}

/** The files of a room that differ from what rendering gives, in the order of their paths. */
export function staleFiles(
  rendering: Rendering,
  files: FleetFiles,
): StaleFile[] {
  const present = [...files.keys()].filter(p => p.startsWith(rendering.room));
  const paths = [...new Set([...present, ...rendering.files.keys()])].sort();
  return paths.flatMap((file): StaleFile[] => {
    const text = rendering.files.get(file);
    const found = files.get(file);
    if (text === found) return [];
    if (text === undefined) return [{ path: file, state: 'unexpected' }];
    const state = found === undefined ? 'missing' : 'different';
    return [{ path: file, state, text }];
  });
}

/** Writes or removes the stale files; folders that become empty go too. */
export async function writeRendered(
  root: string,
  stale: readonly StaleFile[],
): Promise<void> {
  for (const { path: file, text } of stale) {
    const target = path.join(root, file);
    if (path.relative(root, target).startsWith('..')) {
      throw new WrongInput(`${file} leaves the repository`);
    }
    if (text === undefined) {
      await fs.rm(target, { force: true });
      await removeEmptyFolders(root, path.dirname(target));
    } else {
      await fs.mkdir(path.dirname(target), { recursive: true });
      await fs.writeFile(target, text);
    }
  }
}

async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  if (folder === root) return;
  try {
    await fs.rmdir(folder);
  } catch {
    return; // Something else is still in it.
  }
  await removeEmptyFolders(root, path.dirname(folder));
}
