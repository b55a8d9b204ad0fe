import { KubeObject } from '@flotilla/drift';
import { Sight } from '../../kube/Sight';
import { EngineView } from '../Engine';
import { APPLICATION, argoCd } from './argoCd';

const PART = 'workspaces/shop';
const SOURCE = {
  repoURL: 'https://git.example.com/acme/fleet',
  targetRevision: 'main',
  path: `rendered/prod/${PART}`,
};
const AUTOMATED = { automated: { prune: true, selfHeal: true } };
const DIGESTS: Record<string, string> = { c1: 'old', c2: 'new' };

function application(
  status: Record<string, unknown>,
  spec: Record<string, unknown> = {},
): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'workspaces-shop',
      namespace: 'argocd',
      annotations: { 'flotilla.dev/part': PART },
      labels: { 'flotilla.dev/cluster': 'prod' },
    },
    spec: { source: SOURCE, syncPolicy: AUTOMATED, ...spec },
    status,
  };
}

function synced(commit: string, more: Record<string, unknown> = {}) {
  return {
    sync: {
      status: 'Synced',
      revision: commit,
      comparedTo: { source: SOURCE },
    },
    health: { status: 'Healthy' },
    operationState: {
      phase: 'Succeeded',
      syncResult: { revision: commit },
      finishedAt: '2026-05-01T12:00:00Z',
    },
    history: [{ revision: commit }],
    ...more,
  };
}

function outOfSync(compared: string) {
  const comparedTo = { source: SOURCE };
  return { sync: { status: 'OutOfSync', revision: compared, comparedTo } };
}

function read(object: KubeObject, sight: Sight = { state: 'Seeing' }) {
  const view: EngineView = { objects: () => [object], sight: () => sight };
  const reading = argoCd.read(view, 'prod', commit => DIGESTS[commit]);
  const part = { cluster: 'prod', name: PART, digest: 'new' };
  return {
    ...reading,
    sync: reading.syncOf(part),
  };
}

describe('a part that Argo CD applies is', () => {
  it.each<[string, KubeObject, object, object]>([
    [
      'applied when it is synced and healthy',
      application(synced('c2')),
      { state: 'Applied', contentDigest: 'new', settled: true },
      { ready: 'True', suspended: false, appliedRevision: 'main@sha1:c2' },
    ],
    [
      'not applied at another content',
      application(synced('c1')),
      { state: 'NotApplied', contentDigest: 'old', settled: true },
      { ready: 'True', appliedRevision: 'main@sha1:c1' },
    ],
    [
      'what it was while somebody edits it: that is drift, not new content',
      application(synced('c2', outOfSync('c2'))),
      { state: 'Applied', contentDigest: 'new', settled: false },
      { ready: 'Unknown' },
    ],
    [
      'in motion while an operation runs',
      application(
        synced('c1', {
          ...outOfSync('c2'),
          operationState: {
            phase: 'Running',
            operation: { sync: { revision: 'c2' } },
            message: 'waiting for healthy state',
          },
        }),
      ),
      { state: 'NotApplied', contentDigest: undefined, settled: false },
      { ready: 'Unknown' },
    ],
    [
      'failed when its operation did, with the message',
      application(
        synced('c1', {
          ...outOfSync('c2'),
          operationState: {
            phase: 'Failed',
            syncResult: { revision: 'c2' },
            message: 'one or more objects failed to apply',
          },
        }),
      ),
      {
        state: 'NotApplied',
        settled: false,
        message: 'one or more objects failed to apply',
      },
      { ready: 'False', message: 'one or more objects failed to apply' },
    ],
    [
      'failed when it can’t even be compared',
      application(
        synced('c1', {
          sync: { status: 'Unknown' },
          conditions: [{ type: 'ComparisonError', message: 'no such path' }],
        }),
      ),
      { settled: false, message: 'no such path' },
      { ready: 'False', message: 'no such path' },
    ],
    [
      'failed when it is degraded',
      application(
        synced('c2', {
          health: { status: 'Degraded', message: 'web has no replicas' },
        }),
      ),
      { state: 'Applied', settled: false, message: 'web has no replicas' },
      { ready: 'False' },
    ],
    [
      'suspended when nobody syncs it by itself',
      application(synced('c2'), { syncPolicy: {} }),
      { settled: false },
      { suspended: true },
    ],
    [
      'suspended when somebody switched that off',
      application(synced('c2'), {
        syncPolicy: { automated: { enabled: false } },
      }),
      { settled: false },
      { suspended: true },
    ],
    [
      'waiting when Argo CD hasn’t looked at it',
      application({}),
      { state: 'NotApplied', settled: false },
      { ready: 'Unknown', sourceReady: 'Unknown' },
    ],
    [
      'not settled while the comparison is of another source',
      application(
        synced('c2', {
          sync: {
            status: 'Synced',
            revision: 'c2',
            comparedTo: { source: { ...SOURCE, path: 'elsewhere' } },
          },
        }),
      ),
      { settled: false },
      { ready: 'Unknown' },
    ],
  ])('%s', (_, object, sync, report) => {
    const reading = read(object);
    expect(reading.sync).toMatchObject(sync);
    expect(reading.report).toMatchObject({ kind: 'ArgoCD', ...report });
  });

  it('unknown while its Applications can’t be seen', () => {
    const reading = read(application(synced('c2')), {
      state: 'Blind',
      reason: 'Forbidden',
      message: 'applications is forbidden',
    });
    expect(reading.sync).toMatchObject({ state: 'Unknown', settled: false });
    expect(reading.report).toMatchObject({
      ready: 'Unknown',
      stages: [],
      message: "Application can't be read: applications is forbidden",
    });
  });

  it('unknown where there is no Argo CD, or none any more', () => {
    const reading = read(application(synced('c2')), {
      state: 'Blind',
      reason: 'KindNotServed',
      message: '',
    });
    const message = 'Application (argoproj.io/v1alpha1) is not served here.';
    expect(reading.sync).toEqual({ state: 'Unknown', settled: false, message });
    expect(reading.report).toMatchObject({ ready: 'Unknown', message });
  });

  it('not applied when no Application applies it', () => {
    const { metadata, ...rest } = application(synced('c2'));
    const other = { ...metadata, annotations: { 'flotilla.dev/part': 'x' } };
    const spec = { syncPolicy: AUTOMATED };
    expect(read({ ...rest, metadata: other, spec }).sync).toMatchObject({
      state: 'NotApplied',
      settled: false,
    });
  });
});

it('is read through its Applications alone', () => {
  expect(argoCd.kinds).toEqual([APPLICATION]);
});
