import { Admission, receive } from './admission';

const asks: Admission = {
  clusterUid: 'one',
  now: '2026-11-21T12:00:00.000Z',
  hasToken: false,
  others: [],
  addedAt: '2026-11-21T11:55:00.000Z',
};
const same = { clusterUid: 'one' };
const another = { clusterUid: 'two' };

describe('receive', () => {
  it.each<[string, Partial<Admission>, ReturnType<typeof receive>]>([
    ['makes an agent wait for a person', {}, { state: 'Pending' }],
    [
      'lets one with a token in',
      { hasToken: true },
      { state: 'Approved', approvedBy: 'enrolment token' },
    ],
    [
      'lets the first one of a new cluster in where that is set',
      { autoApproveMinutes: 10 },
      { state: 'Approved', approvedBy: 'automatic' },
    ],
    [
      'makes it wait when the cluster is older than that',
      { autoApproveMinutes: 4 },
      { state: 'Pending' },
    ],
    [
      'makes a second one wait, whatever is set',
      { autoApproveMinutes: 10, others: [{ ...same, state: 'Approved' }] },
      { state: 'Pending' },
    ],
    [
      'makes one wait after another was rejected',
      { autoApproveMinutes: 10, others: [{ ...another, state: 'Rejected' }] },
      { state: 'Pending' },
    ],
    [
      'never lets a second cluster in by itself, not with a token either',
      { hasToken: true, others: [{ ...another, state: 'Approved' }] },
      { state: 'Conflict' },
    ],
    [
      'nor while the first one still waits',
      { autoApproveMinutes: 10, others: [{ ...another, state: 'Pending' }] },
      { state: 'Conflict' },
    ],
  ])('%s', (_, more, reception) => {
    expect(receive({ ...asks, ...more })).toEqual(reception);
  });
});
