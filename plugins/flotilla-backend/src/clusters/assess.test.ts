import type {
  EngineReport,
  ObjectCounts,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { DriftFinding } from '../drift/findings';
import { reasonSentence } from './ago';
import { assess } from './assess';
import type { Evidence } from './evidence';

const NOW = '2026-11-21T12:00:00.000Z';

const engine: EngineReport = {
  kind: 'Flux',
  sourceReady: 'True',
  suspended: false,
  ready: 'True',
  stages: [],
};
const counts: ObjectCounts = {
  desired: 214,
  current: 214,
  inProgress: 0,
  failed: 0,
  notFound: 0,
  unknown: 0,
  drifted: 0,
  ignored: 0,
};

const fine: Evidence = {
  now: NOW,
  addedAt: '2026-11-01T12:00:00.000Z',
  provider: 'eks',
  model: { name: 'standard', version: '1.5.0' },
  settledModel: 'standard/1.5.0',
  lastReportAt: '2026-11-21T11:59:56.000Z',
  silentAt: '2026-11-21T12:02:56.000Z',
  before: 'InSync',
  engine,
  counts,
  parts: [
    { name: 'bootstrap', silent: true, state: 'Unknown', health: 'Unknown' },
    { name: 'components/grafana', state: 'Applied', health: 'Current' },
  ],
  drift: [],
  unknown: [],
  agents: ['Approved'],
};

const finding: DriftFinding = {
  key: 'k',
  ref: { group: 'apps', version: 'v1', kind: 'Deployment', name: 'api' },
  part: 'components/grafana',
  state: 'Modified',
  severity: 'high',
  fields: [
    {
      op: 'replace',
      path: '/spec/template/spec/containers/0/image',
      fieldPath: '.spec.template.spec.containers[name="api"].image',
      severity: 'high',
      manager: { name: 'kubectl-edit', operation: 'Update' },
    },
  ],
  totalFields: 1,
};
const suspended: EngineReport = { ...engine, suspended: true };
const failing: EngineReport = {
  ...engine,
  ready: 'False',
  message: 'kustomize build failed\nmore',
};
const late: Evidence['parts'] = [
  { name: 'components/grafana', state: 'NotApplied', health: 'Unknown' },
  { name: 'gitops', state: 'Applied', health: 'Current' },
];
const silent = {
  silentAt: '2026-11-21T11:46:00.000Z',
  lastReportAt: '2026-11-21T11:43:00.000Z',
};
const upgrading = { settledModel: 'standard/1.4.0', parts: late };
const never: Partial<Evidence> = {
  lastReportAt: undefined,
  silentAt: undefined,
  settledModel: undefined,
  before: 'Starting',
  engine: undefined,
  counts: undefined,
  agents: [],
};
const justAdded = { ...never, addedAt: '2026-11-21T11:57:00.000Z' };

describe('assess', () => {
  // Each line also has what the lines below it would find: the first that holds is the state.
  it.each<[string, string, Partial<Evidence>, string]>([
    [
      'silence above all',
      'Unknown',
      { ...silent, ...upgrading, drift: [finding], engine: failing },
      'last heard of 17 min ago; was in sync',
    ],
    [
      'drift before a failing engine',
      'Drifted',
      { ...upgrading, drift: [finding], engine: failing },
      'image changed by kubectl-edit',
    ],
    [
      'a failing engine before one that is suspended',
      'NotApplied',
      {
        ...upgrading,
        engine: { ...failing, suspended: true },
        engineSince: '2026-11-21T11:49:00.000Z',
      },
      'engine: kustomize build failed 11 min ago',
    ],
    [
      'a suspended engine before an upgrade',
      'Suspended',
      { ...upgrading, engine: suspended },
      'Flux suspended',
    ],
    [
      'a start before an upgrade',
      'Starting',
      { parts: late, settledModel: undefined },
      '1 of 2 parts applied',
    ],
    [
      'an upgrade',
      'Upgrading',
      upgrading,
      'to standard 1.5.0: 1 of 2 parts applied',
    ],
    [
      'a change on its way',
      'Progressing',
      { parts: late },
      'components/grafana is not applied yet',
    ],
    [
      'objects that are not ready',
      'Progressing',
      { counts: { ...counts, inProgress: 2 } },
      '2 objects not ready yet',
    ],
    [
      'a comparison that failed',
      'Unknown',
      { unknown: [{ object: 'ConfigMap a', reason: 'forbidden' }] },
      '1 object could not be compared: ConfigMap a: forbidden',
    ],
    [
      'machines that nobody sees any more',
      'Unknown',
      {
        parts: [
          ...fine.parts,
          {
            name: 'infrastructure',
            lost: true,
            state: 'Unknown',
            health: 'Unknown',
            message: 'nothing is heard any more of mgmt-1, which reports it',
          },
        ],
      },
      'infrastructure: nothing is heard any more of mgmt-1, which reports it',
    ],
    [
      'an engine that cannot be seen',
      'Unknown',
      {
        engine: { ...engine, ready: 'Unknown', sourceReady: 'Unknown' },
        parts: fine.parts.map(part =>
          part.silent
            ? part
            : {
                ...part,
                state: 'Unknown',
                message: 'Kustomization is not served here.',
              },
        ),
      },
      'components/grafana: Kustomization is not served here.',
    ],
    ['all well', 'InSync', {}, 'all 214 objects match Git'],
    [
      'a new cluster without machines',
      'Starting',
      justAdded,
      'waits for the control plane',
    ],
    [
      'a new cluster whose agent asks',
      'Starting',
      { ...justAdded, agents: ['Pending'] },
      'an agent asks to join: compare and approve its fingerprint',
    ],
    [
      'a cluster never heard of',
      'Unknown',
      never,
      'never heard of: no agent reports for it',
    ],
  ])('finds %s: %s', (_, state, evidence, sentence) => {
    const assessment = assess({ ...fine, ...evidence });
    expect(assessment.state).toBe(state);
    expect(reasonSentence(assessment, NOW)).toBe(sentence);
  });

  it('knows no drift of a silent cluster, and none of one that never reported', () => {
    expect(
      assess({ ...fine, ...silent, drift: [finding] }).drift,
    ).toBeUndefined();
    expect(assess({ ...fine, ...never }).drift).toBeUndefined();
    expect(assess(fine).drift).toMatchObject({ objects: 0, fields: 0 });
  });

  it('asks for attention while somebody keeps changing what is put back', () => {
    const fight = {
      manager: 'kubectl-edit',
      object: 'Deployment api',
      count: 3,
      endsAt: '2026-11-21T12:40:00.000Z',
    };
    expect(assess({ ...fine, fight })).toMatchObject({
      state: 'InSync',
      needsAttention: true,
      recheckAt: fight.endsAt,
    });
    expect(assess(fine).needsAttention).toBe(false);
  });

  it.each(['Pending', 'Conflict'] as const)(
    'asks for attention for an agent that is %s',
    agent => {
      expect(
        assess({ ...fine, agents: ['Approved', agent] }).needsAttention,
      ).toBe(true);
    },
  );

  it('remembers the model that was last applied in full', () => {
    expect(assess({ ...fine, ...upgrading })).toMatchObject({
      settledModel: 'standard/1.4.0',
      upgradingTo: '1.5.0',
      applied: false,
    });
    expect(assess({ ...fine, settledModel: 'standard/1.4.0' })).toMatchObject({
      settledModel: 'standard/1.5.0',
      applied: true,
    });
  });

  it('counts a missing object as one difference, and cut fields too', () => {
    const missing: DriftFinding = {
      ...finding,
      key: 'm',
      state: 'Missing',
      fields: [],
      totalFields: 0,
      severity: 'critical',
    };
    const cut: DriftFinding = { ...finding, key: 'c', totalFields: 3 };
    expect(assess({ ...fine, drift: [missing, cut] }).drift).toEqual({
      objects: 2,
      fields: 4,
      bySeverity: { low: 0, medium: 0, high: 3, critical: 1 },
    });
  });
});
