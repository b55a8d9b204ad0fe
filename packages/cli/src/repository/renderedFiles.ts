import { promises as fs } from 'node:fs';
import path from 'node:path';
import {
  clustersReached,
  hasErrors,
  renderCluster,
  renderFleet,
} from '@flotilla/model';
import type { FleetFiles, FleetSources, Problem } from '@flotilla/model';
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

/** What rendering gives, and the clusters that it is of. */
export interface Rendering {
  /** In the order of their names; absent when the whole fleet was rendered. */
  clusters?: string[];
  files: ReadonlyMap<string, string>;
}

/**
 * Renders the fleet, or one cluster of it with those that show something of it: the one that manages it applies
 * its machines, and those that it manages hang on it.
 *
 * @throws WrongInput with every error, so that nothing is written half
 */
export function render(
  fleet: FleetSources,
  files: FleetFiles,
  terminal: Terminal,
  cluster?: string,
): Rendering {
  if (cluster === undefined) {
    return { files: sound(renderFleet(fleet, files), terminal).files };
  }
  requireCluster(fleet, cluster);
  const reached = clustersReached(
    [fleet],
    [`clusters/${cluster}/cluster.yaml`],
  );
  const clusters = [...reached].filter(name => fleet.clusters.has(name)).sort();
  const rendered = clusters.flatMap(name => [
    ...sound(renderCluster(fleet, name, files), terminal).files,
  ]);
  return { clusters, files: new Map(rendered) };
}

function sound<R extends { problems: Problem[] }>(
  result: R,
  terminal: Terminal,
): R {
  if (hasErrors(result.problems)) throw wrongFiles(result.problems, terminal);
  return result;
}

/** The files that differ from what rendering gives, in the order of their paths. */
export function staleFiles(
  { clusters, files: expected }: Rendering,
  files: FleetFiles,
): StaleFile[] {
  const rooms = clusters?.map(name => `rendered/${name}/`) ?? ['rendered/'];
  const present = [...files.keys()].filter(file =>
    rooms.some(room => file.startsWith(room)),
  );
  const paths = [...new Set([...present, ...expected.keys()])].sort();
  return paths.flatMap((file): StaleFile[] => {
    const text = expected.get(file);
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
