import { compareObject } from '@flotilla/drift';
import { Expected } from './basis';
import {
  byOwnSchemas,
  evaluated,
  fighting,
  foreignSought,
  rulesInUse,
  tried,
} from './conditions';
import { Corrected } from './Corrected';
import { ObjectVerdict } from './rows';
import { applied, deployment } from '../__testUtils__/objects';

const NOW = '2026-11-21T09:00:00Z';
const web = deployment('web', 'shop/web:1.0');
const ref = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
};

function verdict(ignore: Expected['ignore'] = []): ObjectVerdict {
  const expected: Expected = {
    key: 'prod|workspaces/shop|apps/Deployment/shop/web',
    cluster: 'prod',
    part: 'workspaces/shop',
    ref,
    desired: web,
    applied: true,
    ignore,
  };
  const drift = compareObject({
    desired: web,
    live: applied(web),
    applied: true,
    ignore,
    now: NOW,
  });
  return { expected, drift, health: { status: 'Current', message: '' } };
}

describe('the conditions of a report', () => {
  it('say of which kinds nothing can be found that Git does not know', () => {
    expect(foreignSought([])).toMatchObject({ status: 'True' });
    expect(foreignSought(undefined)).toMatchObject({ status: 'Unknown' });
    expect(foreignSought(['rbac/ClusterRole', 'apps/Deployment'])).toEqual({
      type: 'ForeignObjectsSought',
      status: 'Unknown',
      reason: 'SomeKindsUnlisted',
      message: 'apps/Deployment; rbac/ClusterRole',
    });
  });

  it('say when a kind could not be read', () => {
    const blind = verdict();
    const drift = { ...blind.drift, state: 'Unknown' as const };
    expect(evaluated([{ ...blind, drift }])).toMatchObject({
      status: 'False',
      message: 'apps/Deployment',
    });
    expect(evaluated([blind])).toMatchObject({ status: 'True', message: '' });
  });

  it('say when the cluster’s schemas were not there', () => {
    expect(byOwnSchemas([verdict()])).toMatchObject({
      status: 'False',
      reason: 'SomeSchemasUnknown',
      message: expect.stringContaining('apps/Deployment'),
    });
    expect(byOwnSchemas([])).toMatchObject({ status: 'True' });
  });

  it('say of which kinds the server was not asked, and why', () => {
    const untried = 'the object changed meanwhile';
    expect(tried([{ ...verdict(), untried }, verdict()], {})).toEqual({
      type: 'DryRunChecks',
      status: 'False',
      reason: 'SomeUntried',
      message: 'apps/Deployment: the object changed meanwhile',
    });
    expect(tried([verdict()], {})).toMatchObject({ reason: 'AllTried' });
  });

  it('name both who fight, and the corrected drift counts for more', () => {
    const corrected = new Corrected();
    for (let i = 0; i < 7; i++) {
      const at = new Date(Date.parse(NOW) + i * 5000).toISOString();
      corrected.add('workspaces/shop', {
        ref,
        fields: [
          {
            op: 'replace',
            path: '/spec/replicas',
            fieldPath: '.spec.replicas',
            severity: 'medium',
          },
        ],
        manager: { name: 'my-operator', operation: 'Update' },
        correctedBy: { name: 'kustomize-controller', operation: 'Apply' },
        detectedAt: at,
        correctedAt: at,
        count: 1,
      });
    }
    const now = new Date(Date.parse(NOW) + 40_000).toISOString();
    expect(fighting(corrected.fights(now))).toEqual({
      type: 'Fighting',
      status: 'True',
      reason: 'TwoManagersUndoEachOther',
      message: `Deployment shop/web: my-operator and kustomize-controller over .spec.replicas, 7 times since ${new Date(
        NOW,
      ).toISOString()}`,
    });
    expect(corrected.untold()).toMatchObject([{ count: 7, severity: 'high' }]);
    expect(fighting([])).toMatchObject({ status: 'False', message: '' });
  });

  it('name the ignore rules that are of no use', () => {
    const ignore = [
      {
        target: { kind: 'Deployment' },
        paths: ['/spec'],
        reason: 'tried by hand',
        expires: '2026-11-20',
      },
      { target: { kind: 'DaemonSet' }, paths: ['/spec'], reason: 'elsewhere' },
    ];
    expect(rulesInUse(ignore, [verdict(ignore)], NOW)).toEqual({
      type: 'IgnoreRulesWork',
      status: 'False',
      reason: 'SomeAreOfNoUse',
      message:
        '"tried by hand" (Deployment): It expired on 2026-11-20 and ignores nothing any more.; "elsewhere" (DaemonSet): It aims at no object of this cluster.',
    });
    expect(rulesInUse(ignore.slice(1), [verdict()], NOW).status).toBe('True');
  });

  it('tell which ignore rules find nothing, though they may yet', () => {
    const target = { kind: 'Deployment' };
    const ignore = [{ target, paths: ['/spec/replcias'], reason: 'load' }];
    expect(rulesInUse(ignore, [verdict(ignore)], NOW)).toMatchObject({
      status: 'True',
      message: '"load" (Deployment): Nothing that it covers differs now.',
    });
  });
});
