import type { ResourceReport } from '@flotilla/backstage-plugin-flotilla-common';
import { Contents } from '../assess/Contents';
import { Held, composeReport, digestOf } from './composeReport';

const head = { epoch: 1, sequence: 2, observedAt: '', agentVersion: '0' };

function resource(key: string, state: ResourceReport['state']): ResourceReport {
  const ref = { group: '', version: 'v1', kind: 'ConfigMap', name: key };
  return {
    key,
    cluster: 'prod',
    ref,
    part: 'p',
    health: 'Current',
    state,
    fields: [],
    totalFields: 0,
  };
}

function contents(resources: ResourceReport[], parts = ['p']): Contents {
  return {
    desiredRevision: 'main@sha1:c1',
    kubernetesVersion: 'v1.35.2',
    engine: {
      kind: 'Flux',
      sourceReady: 'True',
      suspended: false,
      ready: 'True',
      stages: [],
    },
    counts: {
      desired: 2,
      current: 2,
      inProgress: 0,
      failed: 0,
      notFound: 0,
      unknown: 0,
      drifted: 0,
      ignored: 0,
    },
    parts: parts.map(name => ({
      cluster: 'prod',
      name,
      digest: 'd',
      applied: true,
      state: 'Applied',
      health: 'Current',
      objects: 1,
      drifted: 0,
    })),
    resources: new Map(resources.map(one => [one.key, one])),
    ignored: [],
    nodes: undefined,
    infrastructure: [],
    conditions: [],
  };
}

const held = (of: Contents): Held => ({ contents: of, digest: digestOf(of) });

it('tells everything to a hub that holds nothing', () => {
  const report = composeReport(
    head,
    contents([resource('a', 'Modified')]),
    undefined,
    [],
  );
  expect(report).toMatchObject({ type: 'Full', resources: [{ key: 'a' }] });
});

it('tells only that it is alive when nothing has changed', () => {
  const now = contents([resource('a', 'Modified'), resource('b', 'Missing')]);
  const before = contents([
    resource('b', 'Missing'),
    resource('a', 'Modified'),
  ]);
  const report = composeReport(head, now, held(before), []);
  expect(report).toEqual({ ...head, type: 'Heartbeat', digest: digestOf(now) });
});

it('tells only what has changed, and what is as it should be again', () => {
  const before = contents([
    resource('a', 'Modified'),
    resource('b', 'Missing'),
  ]);
  const now = contents([resource('b', 'Modified')]);
  expect(composeReport(head, now, held(before), [])).toEqual({
    ...head,
    type: 'Delta',
    baseDigest: digestOf(before),
    digest: digestOf(now),
    resources: [resource('b', 'Modified')],
    removed: ['a'],
  });
});

it('tells everything when a part is gone, which a delta can’t say', () => {
  const before = contents([], ['p', 'q']);
  expect(composeReport(head, contents([]), held(before), []).type).toBe('Full');
});
