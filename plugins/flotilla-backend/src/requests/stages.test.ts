import { Verdict } from '@flotilla/backstage-plugin-flotilla-common';
import { stagesOf, timesAfterVerdict } from './stages';
import { StoredRequest } from './StoredRequest';

const AT = '2026-11-21T10:00:00.000Z';
const LATER = '2026-11-21T10:05:00.000Z';

const request: StoredRequest = {
  id: '1',
  fleet: 'acme',
  branch: 'flotilla/cluster-create/prod-eu-7',
  kind: 'CreateCluster',
  title: 'Create cluster prod-eu-7',
  change: { kind: 'EditFiles', title: 't', files: [] },
  clusters: ['prod-eu-7'],
  requester: 'user:default/ada',
  phase: 'Open',
  baseCommit: '0'.repeat(40),
  times: { Opened: AT },
  createdAt: AT,
  updatedAt: AT,
};

function verdict(outcome: Verdict['outcome']): Verdict {
  return { outcome, summary: `it is ${outcome}`, findings: [], approvals: [] };
}

function statesOf(of: StoredRequest): string {
  return stagesOf(of)
    .map(({ name, state }) => `${name}:${state}`)
    .join(' ');
}

describe('stagesOf', () => {
  it('shows the first stage that is not done as the current one', () => {
    expect(statesOf(request)).toBe(
      'Opened:Done Checked:Current Approved:Pending Merged:Pending Applied:Pending InSync:Pending',
    );
  });

  it('says what the current stage waits for', () => {
    const waiting = {
      ...request,
      verdict: verdict('NeedsApproval'),
      times: { Opened: AT, Checked: AT },
    };
    expect(stagesOf(waiting)[2]).toEqual({
      name: 'Approved',
      state: 'Current',
      message: 'it is NeedsApproval',
    });
  });

  it('does not call a check done that a merge went past', () => {
    const forced = {
      ...request,
      verdict: verdict('Denied'),
      times: { Opened: AT, Merged: LATER },
    };
    expect(statesOf(forced)).toBe(
      'Opened:Done Checked:Failed Approved:Failed Merged:Done Applied:Current InSync:Pending',
    );
  });

  it('shows a denied change as a failed check, and a closed one as failed where it stood', () => {
    expect(statesOf({ ...request, verdict: verdict('Denied') })).toContain(
      'Checked:Failed',
    );
    expect(statesOf({ ...request, phase: 'Closed' })).toContain(
      'Checked:Failed',
    );
  });
});

describe('timesAfterVerdict', () => {
  it.each([
    ['Allowed', ['Approved', 'Checked', 'Opened']],
    ['NeedsApproval', ['Checked', 'Opened']],
    ['Denied', ['Opened']],
    ['Unknown', ['Opened']],
  ] as const)('%s reaches %j', (outcome, reached) => {
    const times = timesAfterVerdict(request, verdict(outcome), LATER);
    expect(Object.keys(times).sort()).toEqual(reached);
  });

  it('takes an approval back when a new head needs one again', () => {
    const approved = {
      ...request,
      times: { Opened: AT, Checked: AT, Approved: AT },
    };
    expect(
      timesAfterVerdict(approved, verdict('NeedsApproval'), LATER),
    ).toEqual({ Opened: AT, Checked: AT });
  });
});
