import { KubeObject } from '../object';
import { compareByDryRun } from './compareByDryRun';

const NOW = '2026-05-01T12:00:00Z';
const desired: KubeObject = {
  apiVersion: 'example.org/v1',
  kind: 'Widget',
  metadata: { name: 'w', namespace: 'shop' },
  spec: { size: 'Large', mode: 'fast' },
};

function object(spec: object, manager = 'kubectl-edit'): KubeObject {
  const names = Object.keys(spec).map(name => [`f:${name}`, {}]);
  return {
    ...desired,
    metadata: {
      ...desired.metadata,
      managedFields: [
        {
          manager,
          operation: 'Update',
          fieldsV1: { 'f:spec': Object.fromEntries(names) },
        },
      ],
    },
    spec,
  };
}

const compare = (live: object, answer: object) =>
  compareByDryRun(
    { desired, live: object(live), applied: true, now: NOW },
    object(answer),
  );

describe('what the API server was asked about', () => {
  it('is no drift where it would change nothing, and says why', () => {
    const stored = { size: 'large', mode: 'fast' };
    expect(compare(stored, stored)).toMatchObject({
      state: 'InSync',
      method: 'DryRun',
      fields: [],
      ignored: [
        {
          fieldPath: '.spec.size',
          ignoredBy: {
            reason: expect.stringContaining('would change nothing'),
          },
        },
      ],
    });
  });

  it('is drift where it would put something back', () => {
    const edited = { size: 'large', mode: 'slow' };
    const answer = { size: 'large', mode: 'fast' };
    expect(compare(edited, answer)).toMatchObject({
      state: 'Modified',
      fields: [
        {
          fieldPath: '.spec.mode',
          desired: { value: 'fast' },
          live: { value: 'slow' },
          manager: { name: 'kubectl-edit' },
        },
      ],
    });
  });

  it('is drift where only the server knows what belongs there', () => {
    const live = { ...{ size: 'Large', mode: 'fast' }, shape: 'round' };
    expect(compare(live, { ...live, shape: 'square' })).toMatchObject({
      state: 'Modified',
      fields: expect.arrayContaining([
        expect.objectContaining({ fieldPath: '.spec.shape' }),
      ]),
    });
  });

  it('stays drift where somebody added what Git doesn’t declare, which apply leaves alone', () => {
    const live = { size: 'Large', mode: 'fast', extra: true };
    expect(compare(live, live)).toMatchObject({
      state: 'Modified',
      fields: [{ op: 'add', fieldPath: '.spec.extra' }],
    });
  });

  it('tells fields apart whose names begin alike', () => {
    const live = { size: 'Large', mode: 'slow', model: 'new' };
    // The server knows nothing of `mode` that it would change, only of `model`.
    const answer = { size: 'Large', mode: 'slow', model: 'old' };
    const told = compare(live, answer);
    expect(told.fields.map(one => one.fieldPath)).toEqual(['.spec.model']);
    expect(told.ignored.map(one => one.fieldPath)).toEqual(['.spec.mode']);
  });

  it('is gone when it is gone', () => {
    const gone = compareByDryRun(
      { desired, live: undefined, applied: true, now: NOW },
      desired,
    );
    expect(gone).toMatchObject({ state: 'Missing', method: 'DeclaredFields' });
  });
});
