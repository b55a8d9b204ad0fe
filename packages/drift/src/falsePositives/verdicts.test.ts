import { openApiDocument } from '@flotilla/testbed';
import { KubeObject } from '../object';
import { comparing, managedBy, object } from '../__testUtils__/served';

const compare = comparing(openApiDocument());

/** Desired with other fields, as live has them. */
function as(desired: KubeObject, fields: Record<string, unknown>): KubeObject {
  const { apiVersion, kind, metadata } = desired;
  return { apiVersion, kind, metadata, ...fields };
}

describe('verdicts that others got wrong', () => {
  const config = object('v1', 'ConfigMap', { data: { a: '1' } });

  it('a comparison that fails is Unknown, never in sync (argo-cd#28722)', () => {
    const live = as(config, {});
    Object.defineProperty(live, 'data', {
      get: () => {
        throw new Error('unreadable');
      },
    });
    expect(compare(config, live)).toMatchObject({
      state: 'Unknown',
      fields: [],
    });
  });

  it('no drift without a field that differs (argo-cd#15898, #21434)', () => {
    for (const data of [{ a: '1' }, { a: '2' }, {}, { a: '1', b: '2' }]) {
      const { state, fields } = compare(config, as(config, { data }));
      expect(state === 'Modified').toBe(fields.length > 0);
    }
  });

  it('status never counts (argo-cd#17394, fleet#2521)', () => {
    const live = managedBy(as(config, { data: { a: '1' }, status: { x: 1 } }), {
      manager: 'kubectl-edit',
      subresource: 'status',
      fieldsV1: { 'f:status': { 'f:x': {} } },
    });
    expect(compare(config, live)).toMatchObject({
      state: 'InSync',
      ignored: [],
    });
  });

  it('what was never applied is not drift (kubefleet#804)', () => {
    expect(compare(config, undefined, { applied: false }).state).toBe(
      'NotApplied',
    );
    const behind = as(config, { data: { a: '0' } });
    expect(compare(config, behind, { applied: false }).state).toBe(
      'NotApplied',
    );
  });

  it('a Job that removes itself when it has finished is not missing', () => {
    const job = (spec: object) => object('batch/v1', 'Job', { spec });
    const gone = compare(job({ ttlSecondsAfterFinished: 0 }), undefined);
    expect(gone).toMatchObject({
      state: 'Excluded',
      reason: expect.stringContaining('ttlSecondsAfterFinished'),
    });
    expect(compare(job({}), undefined).state).toBe('Missing');
  });

  it('says when it had to do without the cluster’s schema', () => {
    const custom = object('example.org/v1', 'Thing', { spec: {} });
    expect(compare(custom, custom).degraded).toMatch(/without a schema/);
    expect(compare(config, config, { schema: undefined }).degraded).toMatch(
      /table/,
    );
    expect(compare(config, config).degraded).toBeUndefined();
  });
});
