import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { gitRepository, kustomization } from '../__testUtils__/objects';
import { engineReport } from './flux';
import { kustomizationStages } from './fluxStages';
import { commitOf, fluxStatus, keepVerdict } from './fluxStatus';
import { partSyncOf } from './partSync';

const PART = 'workspaces/shop';
const OLD = 'main@sha1:c1';
const NEW = 'main@sha1:c2';

function stagesOf(
  objects: readonly KubeObject[],
  digests: Record<string, string> = {},
) {
  return kustomizationStages(objects, 'prod', commit => digests[commit]);
}

function withReady(
  status: string,
  reason: string,
  more: Record<string, unknown> = {},
): KubeObject {
  const conditions = [{ type: 'Ready', status, reason, message: `${reason}.` }];
  return kustomization(PART, 'c1', { status: { conditions, ...more } });
}

it.each([
  ['main@sha1:36eb', '36eb'],
  ['refs/heads/main@sha1:36eb', '36eb'],
  ['sha1:36eb', '36eb'],
  [undefined, undefined],
])('the commit of %s is %s', (revision, commit) => {
  expect(commitOf(revision)).toBe(commit);
});

describe('while Flux looks again at what it has attempted', () => {
  const attempted = { lastAttemptedRevision: NEW };
  const progressing = (more: Record<string, unknown> = {}) =>
    withReady('Unknown', 'Progressing', { ...attempted, ...more });

  function after(before: KubeObject, object: KubeObject) {
    keepVerdict(before, object);
    return fluxStatus(object);
  }
  const fine = withReady('True', 'ReconciliationSucceeded', attempted);
  const failed = withReady('False', 'BuildFailed', attempted);

  it('what it said before holds, be it good or bad', () => {
    expect(after(fine, progressing())).toMatchObject({ ready: 'True' });
    expect(after(failed, progressing())).toMatchObject({
      ready: 'False',
      reason: 'BuildFailed',
      message: 'BuildFailed.',
    });
  });

  it('and holds from step to step', () => {
    const [one, two] = [progressing(), progressing()];
    keepVerdict(fine, one);
    expect(after(one, two)).toMatchObject({ ready: 'True' });
  });

  it('and is said since it was said first', () => {
    const at = (minute: number, object: KubeObject) => {
      const { conditions } = json.map(object.status);
      const [ready] = json.list(conditions).map(json.map);
      const lastTransitionTime = `2026-11-22T01:0${minute}:00Z`;
      const told = [{ ...ready, lastTransitionTime }];
      return {
        ...object,
        status: { ...json.map(object.status), conditions: told },
      };
    };
    const [one, two, three] = [at(1, fine), at(2, progressing()), at(3, fine)];
    keepVerdict(one, two);
    keepVerdict(two, three);
    expect(fluxStatus(two).readySince).toBe('2026-11-22T01:01:00Z');
    expect(fluxStatus(three).readySince).toBe('2026-11-22T01:01:00Z');
    const next = at(4, withReady('False', 'BuildFailed', attempted));
    keepVerdict(three, next);
    expect(fluxStatus(next).readySince).toBe('2026-11-22T01:04:00Z');
  });

  it('but not of another revision, another spec or another object', () => {
    for (const other of [
      progressing({ lastAttemptedRevision: OLD }),
      { ...progressing(), metadata: { ...fine.metadata, generation: 7 } },
      { ...progressing(), metadata: { ...fine.metadata, uid: 'another' } },
    ]) {
      expect(after(fine, other)).toMatchObject({ ready: 'Unknown' });
    }
  });

  describe('at another commit', () => {
    const at = (revision: string, object = progressing()) => ({
      ...object,
      status: { ...json.map(object.status), lastAttemptedRevision: revision },
    });
    const before = at(OLD, fine);
    const readyAfter = (
      objects: readonly KubeObject[],
      digests: Record<string, string>,
    ) => {
      [before, ...objects].reduce((one, next) => {
        keepVerdict(one, next);
        return next;
      });
      const [stage] = stagesOf(objects.slice(-1), digests);
      return stage.status.ready;
    };

    it.each<[string, string, string[], Record<string, string>]>([
      [
        'it holds if the part is as it was',
        'True',
        [NEW],
        { c1: 'a', c2: 'a' },
      ],
      ['not if the part changes', 'Unknown', [NEW], { c1: 'a', c2: 'b' }],
      ['not if nobody remembers that', 'Unknown', [NEW], { c1: 'a' }],
      [
        'nor if the part was something else meanwhile, of which there may be traces',
        'Unknown',
        ['main@sha1:c3', NEW],
        { c1: 'a', c2: 'a', c3: 'b' },
      ],
    ])('%s', (_, ready, revisions, digests) => {
      const objects = revisions.map(revision => at(revision));
      expect(readyAfter(objects, digests)).toBe(ready);
    });
  });

  it('nor for longer than a look takes', () => {
    const object = progressing();
    keepVerdict(fine, object);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
    expect(fluxStatus(object)).toMatchObject({ ready: 'Unknown' });
    clock.mockRestore();
  });
});

it('a spec that Flux could not apply is told as failed, though it never was observed', () => {
  const object = withReady('False', 'BuildFailed', { observedGeneration: -1 });
  const { generation } = object.metadata;
  const conditions = [
    {
      type: 'Ready',
      status: 'False',
      reason: 'BuildFailed',
      observedGeneration: generation,
    },
  ];
  const status = { ...json.map(object.status), conditions };
  const stages = stagesOf([{ ...object, status }]);
  expect(engineReport('prod', [gitRepository('c1')], stages)).toMatchObject({
    ready: 'False',
    stages: [{ state: 'Failed' }],
  });
});

describe('a part is applied when its content is', () => {
  const digests: Record<string, string> = { c1: 'old', c2: 'new' };
  const sync = (object: KubeObject, digest = 'new', known = digests) => {
    const [stage] = stagesOf([object], known);
    return partSyncOf(stage, digest);
  };

  it.each<[string, KubeObject, Partial<ReturnType<typeof partSyncOf>>]>([
    [
      'applied and healthy',
      withReady('True', 'ReconciliationSucceeded', {
        lastAppliedRevision: NEW,
      }),
      { state: 'Applied', contentDigest: 'new', settled: true },
    ],
    [
      'behind by a commit, though ready',
      withReady('True', 'ReconciliationSucceeded'),
      { state: 'NotApplied', contentDigest: 'old', settled: true },
    ],
    [
      'under a health check: everything applied, nothing told yet',
      withReady('Unknown', 'Progressing', { lastAttemptedRevision: NEW }),
      { state: 'NotApplied', contentDigest: undefined, settled: false },
    ],
    [
      'with a Deployment that never gets ready',
      withReady('False', 'HealthCheckFailed', { lastAttemptedRevision: NEW }),
      { state: 'NotApplied', contentDigest: 'new', settled: false },
    ],
    [
      'with a broken commit: nothing of it applied',
      withReady('False', 'BuildFailed', { lastAttemptedRevision: NEW }),
      { state: 'NotApplied', contentDigest: 'old', settled: false },
    ],
    [
      'with a status of an older generation',
      withReady('True', 'ReconciliationSucceeded', {
        lastAppliedRevision: NEW,
        observedGeneration: 0,
      }),
      { state: 'Applied', settled: false },
    ],
    [
      'never looked at',
      kustomization(PART, 'c1', {
        status: { lastAppliedRevision: undefined, conditions: [] },
      }),
      { state: 'NotApplied', contentDigest: undefined, settled: false },
    ],
  ])('%s', (_, object, expected) => {
    expect(sync(object)).toMatchObject(expected);
  });

  it('a commit that leaves the part as it was asks nothing of the engine', () => {
    const object = withReady('True', 'ReconciliationSucceeded');
    expect(sync(object, 'same', { c1: 'same', c2: 'same' })).toMatchObject({
      state: 'Applied',
      settled: true,
    });
  });

  it('suspended is not settled', () => {
    const object = kustomization(PART, 'c2', { suspend: true });
    expect(sync(object)).toMatchObject({ state: 'Applied', settled: false });
  });

  it('a commit that nobody remembers is unclear', () => {
    expect(sync(kustomization(PART, 'c9'))).toMatchObject({ state: 'Unclear' });
  });
});

describe('the engine of a cluster', () => {
  const report = (...objects: KubeObject[]) =>
    engineReport('prod', [gitRepository('c2')], stagesOf(objects));

  it('has applied what all of its stages have', () => {
    expect(
      report(kustomization('gitops', 'c2'), kustomization(PART, 'c1')),
    ).toMatchObject({
      sourceRevision: NEW,
      appliedRevision: OLD,
      ready: 'True',
      stages: [
        { name: 'gitops', part: 'gitops', state: 'Applied', revision: NEW },
        {
          name: 'workspaces-shop',
          part: PART,
          state: 'Applied',
          revision: OLD,
        },
      ],
    });
  });

  it.each([
    [withReady('False', 'DependencyNotReady'), 'Waiting', 'Unknown'],
    [withReady('False', 'BuildFailed'), 'Failed', 'False'],
    [withReady('Unknown', 'Progressing'), 'Progressing', 'Unknown'],
  ])('tells failing from waiting (%#)', (object, state, ready) => {
    expect(report(object)).toMatchObject({ ready, stages: [{ state }] });
  });

  it('has a source of its own, whatever that of a team is called', () => {
    const teams = gitRepository('c1');
    teams.metadata.namespace = 'team-a';
    const stages = stagesOf([kustomization(PART, 'c2')]);
    const sources = [teams, gitRepository('c2')];
    expect(engineReport('prod', sources, stages)).toMatchObject({
      sourceRevision: NEW,
    });
  });

  it('does not know of a source that has not looked at its present spec', () => {
    const source = gitRepository('c2');
    source.metadata.generation = 2;
    Object.assign(source, {
      status: { ...json.map(source.status), observedGeneration: 1 },
    });
    expect(engineReport('prod', [source], [])).toMatchObject({
      sourceReady: 'Unknown',
    });
  });

  it('is not known without any stage', () => {
    expect(report()).toMatchObject({ ready: 'Unknown', stages: [] });
  });

  it('is not that of its children', () => {
    const child = withReady('False', 'BuildFailed');
    child.metadata.annotations = {
      'flotilla.dev/part': 'infrastructure',
      'flotilla.dev/cluster': 'child',
    };
    expect(report(child, kustomization(PART, 'c2'))).toMatchObject({
      ready: 'True',
    });
  });

  it('knows the root stage by the folder that it applies', () => {
    const root = kustomization('gitops', 'c2');
    root.metadata.annotations = {};
    expect(stagesOf([root])).toMatchObject([
      { cluster: 'prod', part: 'gitops' },
    ]);
  });
});
