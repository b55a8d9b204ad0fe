import { syncState } from './syncState';
import type { SyncEvidence, SyncState } from './syncState';

const fine: SyncEvidence = {
  drifted: 0,
  unknown: 0,
  engine: { ready: 'True', sourceReady: 'True' },
  applied: true,
  hidden: false,
  settled: true,
};

it.each<[SyncState, Partial<SyncEvidence>]>([
  ['InSync', {}],
  ['Drifted', { drifted: 1, unknown: 1, applied: false }],
  ['NotApplied', { engine: { ready: 'False' }, unknown: 1 }],
  ['NotApplied', { engine: { ready: 'True', sourceReady: 'False' } }],
  ['Suspended', { engine: { ready: 'True', suspended: true } }],
  ['Progressing', { applied: false, unknown: 1 }],
  ['Progressing', { engine: { ready: 'Unknown' } }],
  ['Progressing', { engine: undefined }],
  ['Unknown', { unknown: 1, settled: false }],
  ['Unknown', { applied: false, hidden: true, engine: { ready: 'Unknown' } }],
  ['Drifted', { drifted: 1, applied: false, hidden: true }],
  ['Progressing', { settled: false }],
])('is %s with %j', (state, evidence) => {
  expect(syncState({ ...fine, ...evidence })).toBe(state);
});
