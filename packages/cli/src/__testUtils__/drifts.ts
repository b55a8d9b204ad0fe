import type { Drift } from '@flotilla/backstage-plugin-flotilla-common';

const none = { low: 0, medium: 0, high: 0, critical: 0 };
export const inSync: Drift = {
  state: 'InSync',
  asOf: '2026-05-01T11:59:30Z',
  current: true,
  summary: { objects: 0, fields: 0, bySeverity: none },
  resources: [],
  ignored: [],
  corrected: [],
  unknown: [],
  conditions: [],
  matching: 92,
  total: 92,
};
const grafana = {
  group: 'apps',
  version: 'v1',
  kind: 'Deployment',
  namespace: 'monitoring',
  name: 'grafana',
};
const edit = {
  op: 'replace' as const,
  path: '/spec/replicas',
  fieldPath: '.spec.replicas',
  desired: { value: 2 },
  live: { value: 5 },
  manager: {
    name: 'kubectl-scale',
    operation: 'Update' as const,
    subresource: 'scale',
  },
  since: '2026-05-01T11:46:00Z',
  severity: 'medium' as const,
};
export const drifted: Drift = {
  ...inSync,
  state: 'Drifted',
  summary: { objects: 1, fields: 3, bySeverity: { ...none, medium: 1 } },
  resources: [
    {
      ref: grafana,
      part: 'components/grafana',
      state: 'Modified',
      severity: 'medium',
      fields: [
        edit,
        {
          ...edit,
          fieldPath: '.spec.template.spec.containers[name="grafana"].env',
          desired: { hidden: true },
          live: undefined,
          manager: undefined,
          since: undefined,
        },
      ],
      totalFields: 3,
    },
  ],
  corrected: [
    {
      ref: grafana,
      part: 'components/grafana',
      manager: { name: 'kubectl-edit', operation: 'Update' },
      fields: [edit],
      severity: 'medium',
      firstDetectedAt: '2026-05-01T09:00:00Z',
      detectedAt: '2026-05-01T10:00:00Z',
      correctedAt: '2026-05-01T10:00:04Z',
      count: 12,
    },
  ],
};

const [{ fields: _fields, ...edited }] = drifted.resources;
export const degraded: Drift = {
  ...drifted,
  resources: [
    {
      ...edited,
      degraded: 'the API server could not be asked',
      fields: [{ ...edit, immutable: true }],
    },
  ],
  corrected: [],
};

export const told: Drift = {
  ...inSync,
  conditions: [
    {
      type: 'DriftEvaluated',
      status: 'True',
      reason: 'AllKindsReadable',
      message: '',
    },
    {
      type: 'Fighting',
      status: 'True',
      reason: 'TwoManagersUndoEachOther',
      message:
        'Deployment monitoring/grafana: kubectl-scale and kustomize-controller over .spec.replicas, 4 times since 2026-05-01T09:00:00Z',
    },
    {
      type: 'ForeignObjectsSought',
      status: 'Unknown',
      reason: 'NotSoughtYet',
      message: '',
    },
    {
      type: 'IgnoreRulesWork',
      status: 'True',
      reason: 'AllAreOfUse',
      message: '"scaled by hand" (Deployment): It aims at no object.',
    },
    {
      type: 'ClockRight',
      status: 'False',
      reason: 'Slow',
      message: '10 min behind',
    },
  ],
};
