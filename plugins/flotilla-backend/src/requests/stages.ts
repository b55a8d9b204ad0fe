import {
  Request,
  RequestStage,
  Verdict,
} from '@flotilla/backstage-plugin-flotilla-common';
import { StoredRequest } from './StoredRequest';

const ORDER: RequestStage['name'][] = [
  'Opened',
  'Checked',
  'Approved',
  'Merged',
  'Applied',
  'InSync',
];

/**
 * Where a request is: the first stage after the last one done is the current one, and says what it waits for. A stage
 * that was passed over, as by a merge against the check, is not called done.
 */
export function stagesOf(request: StoredRequest): RequestStage[] {
  const reached = Math.max(
    ...ORDER.map((name, at) => (request.times[name] ? at : -1)),
  );
  const current = ORDER[reached + 1];
  const stuck = request.phase === 'Closed' || request.phase === 'Failed';
  return ORDER.map((name, index) => {
    const at = request.times[name];
    if (at) {
      return { name, state: 'Done', at };
    }
    if (index < reached) {
      return { name, state: 'Failed', message: 'Gone on without it' };
    }
    if (name !== current) {
      return { name, state: 'Pending' };
    }
    const denied = name === 'Checked' && request.verdict?.outcome === 'Denied';
    return {
      name,
      state: stuck || denied ? 'Failed' : 'Current',
      message: request.message ?? waitsFor(name, request.verdict),
    };
  });
}

function waitsFor(
  name: RequestStage['name'],
  verdict: Verdict | undefined,
): string {
  switch (name) {
    case 'Opened':
      return 'The pull request is being opened';
    case 'Checked':
      return verdict?.summary ?? 'The policy check has not run yet';
    case 'Approved':
      return verdict?.summary ?? 'Waits for an approval';
    case 'Merged':
      return 'Ready to be merged on the Git host';
    case 'Applied':
      return 'The engine has not applied it yet';
    default:
      return 'The agent has not reported it in sync yet';
  }
}

/** Stages that a verdict settles, with the time at which it did. Approval can be taken back by a new head. */
export function timesAfterVerdict(
  request: StoredRequest,
  verdict: Verdict,
  at: string,
): StoredRequest['times'] {
  const times = { ...request.times };
  const reach = (name: RequestStage['name'], reached: boolean) => {
    if (!reached) {
      delete times[name];
    } else {
      times[name] ??= at;
    }
  };
  const { outcome } = verdict;
  reach('Checked', outcome === 'Allowed' || outcome === 'NeedsApproval');
  reach('Approved', outcome === 'Allowed');
  return times;
}

/** A request as the API gives it. */
export function toRequest(
  request: StoredRequest,
  agents: Request['agents'],
): Request {
  const { change, baseCommit, judged, times, ...told } = request;
  return { ...told, stages: stagesOf(request), agents };
}
