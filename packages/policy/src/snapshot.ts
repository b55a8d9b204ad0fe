import { loadFleet } from '@flotilla/model';
import type { FleetSources, Problem } from '@flotilla/model';
import type { JudgedFiles } from './verdict';

/** One state of the repository, read once. */
export interface Snapshot {
  files: JudgedFiles;
  /** Absent when `fleet.yaml` can't be read. */
  fleet?: FleetSources;
  /** What keeps a file from being understood, the reader's refusals included. */
  errors: Problem[];
}

/** Reads a state of the repository; whatever is wrong in it is in `errors`. */
export function readSnapshot(files: JudgedFiles): Snapshot {
  const { fleet, problems } = loadFleet(files);
  const errors = [...(files.problems ?? []), ...problems].filter(
    problem => problem.severity === 'error',
  );
  return { files, fleet, errors };
}
