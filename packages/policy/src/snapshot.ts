import type { FleetRender, FleetSources, Problem } from '@flotilla/model';

/** One state of the repository, read and rendered once. */
export interface Snapshot {
  render: FleetRender;
  /** Absent when `fleet.yaml` can't be read. */
  fleet?: FleetSources;
  /** What keeps a file from being understood, the reader's refusals included. */
  errors: Problem[];
}

/** @param refused - what the reader of the files couldn't take in */
export function snapshotOf(
  render: FleetRender,
  refused: readonly Problem[],
): Snapshot {
  const { fleet } = render;
  const problems = [...refused, ...(fleet?.problems ?? render.problems)];
  return {
    render,
    fleet,
    errors: problems.filter(({ severity }) => severity === 'error'),
  };
}
