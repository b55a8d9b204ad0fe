import { hasErrors, loadFleet } from '@flotilla/model';
import type { FleetFiles, FleetSources, Problem } from '@flotilla/model';
import { readFolder } from '@flotilla/repository';
import { WrongInput } from '../exitCodes';
import { printProblems } from '../output/problems';
import type { Terminal } from '../terminal';
import { findFleet } from './findFleet';

/** A fleet repository, read from a folder. */
export interface OpenedFleet {
  root: string;
  files: FleetFiles;
  /** Absent when `fleet.yaml` itself is wrong. */
  fleet?: FleetSources;
  problems: Problem[];
}

/** Reads the fleet repository and says all that is wrong in it. */
export async function openFleet(
  terminal: Terminal,
  directory?: string,
): Promise<OpenedFleet> {
  const root = findFleet(terminal.cwd, directory);
  const files = await readFolder(root).catch(error => {
    throw new WrongInput(
      error instanceof Error ? error.message : String(error),
    );
  });
  const { fleet, problems } = loadFleet(files, files.problems);
  return { root, files, fleet, problems: [...files.problems, ...problems] };
}

/**
 * Like {@link openFleet}, for commands that need a sound fleet.
 *
 * @throws WrongInput with every error of the files
 */
export async function openSoundFleet(
  terminal: Terminal,
  directory?: string,
): Promise<OpenedFleet & { fleet: FleetSources }> {
  const opened = await openFleet(terminal, directory);
  if (!opened.fleet || hasErrors(opened.problems)) {
    throw wrongFiles(opened.problems, terminal);
  }
  return { ...opened, fleet: opened.fleet };
}

/** The failure of a command that the files themselves stop. */
export function wrongFiles(
  problems: readonly Problem[],
  terminal: Terminal,
): WrongInput {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return new WrongInput(
    `the fleet repository has errors\n${printProblems(
      errors,
      terminal.colour,
    ).trimEnd()}`,
  );
}

/** @throws WrongInput that lists the clusters that there are */
export function requireCluster(fleet: FleetSources, name: string): void {
  if (fleet.clusters.has(name)) return;
  const known = [...fleet.clusters.keys()].sort().join(', ');
  throw new WrongInput(`there is no cluster ${name}\n  There are: ${known}.`);
}
