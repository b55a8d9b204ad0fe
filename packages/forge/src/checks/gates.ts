import { CheckRun } from './CheckRuns';
import { CommitStatus } from './Statuses';

/** What one status or check run says about a commit, in one word. */
export type GateState = 'success' | 'failure' | 'pending' | 'missing';

/** A status or a check run, reduced to what a merge needs to know. */
export interface Gate {
  name: string;
  state: GateState;
  description: string | undefined;
  url: string | undefined;
  required: boolean;
}

function stateOfStatus({ state }: CommitStatus): GateState {
  return state === 'error' ? 'failure' : state;
}

function stateOfRun(run: CheckRun): GateState {
  if (run.status !== 'completed') return 'pending';
  const fine = ['success', 'neutral', 'skipped'];
  return run.conclusion && fine.includes(run.conclusion)
    ? 'success'
    : 'failure';
}

/** All gates of a commit: those that reported and those that still have to. */
export function gatesOf(
  statuses: CommitStatus[],
  runs: CheckRun[],
  required: string[],
): Gate[] {
  const reported = new Map<string, Gate>();
  for (const run of runs) {
    reported.set(run.name, {
      name: run.name,
      state: stateOfRun(run),
      description: run.title,
      url: run.detailsUrl,
      required: required.includes(run.name),
    });
  }
  for (const status of statuses) {
    reported.set(status.context, {
      name: status.context,
      state: stateOfStatus(status),
      description: status.description,
      url: status.targetUrl,
      required: required.includes(status.context),
    });
  }
  const missing = required
    .filter(name => !reported.has(name))
    .map(
      (name): Gate => ({
        name,
        state: 'missing',
        description: 'Expected; waiting for it to be reported',
        url: undefined,
        required: true,
      }),
    );
  return [...reported.values(), ...missing];
}
