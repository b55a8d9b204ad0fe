import { compareObject } from '../compare/compareObject';
import { KubeObject } from '../object';
import {
  EDIT_TIME,
  NOW,
  desiredDeployment,
  fluxEntry,
  liveDeployment,
  ownedBy,
  withField,
} from '../__testUtils__/objects';
import {
  Observation,
  correctionsOf,
  countCorrection,
  keepAuthors,
} from './corrections';

const LATER = '2026-11-21T09:00:04Z';

function observe(live: KubeObject | undefined, at = NOW): Observation {
  const desired = desiredDeployment();
  return {
    live,
    drift: compareObject({ desired, live, applied: true, now: at }),
    at,
  };
}

const scaled = ownedBy(
  withField(liveDeployment(), ['spec', 'replicas'], 9),
  'kubectl-edit',
  { 'f:spec': { 'f:replicas': {} } },
);

describe('drift that the engine put back', () => {
  it('is told with its fields and its author', () => {
    expect(
      correctionsOf(observe(scaled), observe(liveDeployment(), LATER)),
    ).toMatchObject([
      {
        ref: { kind: 'Deployment', name: 'web' },
        manager: { name: 'kubectl-edit', time: EDIT_TIME },
        fields: [{ fieldPath: '.spec.replicas', live: { value: 9 } }],
        detectedAt: NOW,
        correctedAt: LATER,
        count: 1,
      },
    ]);
  });

  it('is not what a person put back', () => {
    const putBack = ownedBy(
      withField(liveDeployment(), ['spec', 'replicas'], 2),
      'kubectl-scale',
      { 'f:spec': { 'f:replicas': {} } },
    );
    expect(correctionsOf(observe(scaled), observe(putBack, LATER))).toEqual([]);
  });

  it('is not what has only changed further', () => {
    const further = withField(scaled, ['spec', 'replicas'], 10);
    expect(correctionsOf(observe(scaled), observe(further, LATER))).toEqual([]);
  });

  describe('when a field was added', () => {
    const annotated = ownedBy(
      withField(liveDeployment(), ['metadata', 'annotations', 'debug'], 'on'),
      'kubectl-edit',
      { 'f:metadata': { 'f:annotations': { 'f:debug': {} } } },
    );

    it('is told when the engine has written since', () => {
      const cleaned = liveDeployment();
      cleaned.metadata.managedFields = [{ ...fluxEntry(), time: LATER }];
      expect(
        correctionsOf(observe(annotated), observe(cleaned, LATER)),
      ).toMatchObject([{ fields: [{ op: 'add' }] }]);
    });

    it('is not told when the engine has not', () => {
      expect(
        correctionsOf(observe(annotated), observe(liveDeployment(), LATER)),
      ).toEqual([]);
    });
  });

  it('is told for a deleted object, whose author nobody knows', () => {
    expect(
      correctionsOf(observe(undefined), observe(liveDeployment(), LATER)),
    ).toMatchObject([{ manager: { name: 'unknown' }, fields: [] }]);
  });

  it('counts how often the same manager comes back', () => {
    const [first] = correctionsOf(
      observe(scaled),
      observe(liveDeployment(), LATER),
    );
    const again = { ...first, correctedAt: '2026-11-21T09:10:00Z' };
    const other = {
      ...first,
      manager: { name: 'k9s', operation: 'Update' as const },
    };
    const counted = [first, again, other].reduce(countCorrection, []);
    expect(counted).toMatchObject([
      { count: 2, correctedAt: '2026-11-21T09:10:00Z' },
      { count: 1, manager: { name: 'k9s' } },
    ]);
  });
});

describe('keepAuthors', () => {
  it('remembers who made a change after the engine has taken the field over', () => {
    const taken = withField(liveDeployment(), ['spec', 'replicas'], 9);
    const drift = keepAuthors(
      observe(scaled).drift.fields,
      observe(taken).drift,
    );
    expect(drift.fields[0]).toMatchObject({
      manager: { name: 'kubectl-edit' },
      since: EDIT_TIME,
    });
  });

  it('names the new author of a further change', () => {
    const further = ownedBy(
      withField(liveDeployment(), ['spec', 'replicas'], 10),
      'k9s',
      { 'f:spec': { 'f:replicas': {} } },
    );
    const drift = keepAuthors(
      observe(scaled).drift.fields,
      observe(further).drift,
    );
    expect(drift.fields[0].manager?.name).toBe('k9s');
  });
});
