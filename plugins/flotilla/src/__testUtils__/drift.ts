import type { Drift } from '@flotilla/backstage-plugin-flotilla-common';
import { REVISION, minutesAgo } from './clusters';

const MANAGER = { name: 'kubectl-edit', operation: 'Update' } as const;

/** Two resources that differ, one of them gone; four differences that aren't drift. */
export const aDrift = (changes: Partial<Drift> = {}): Drift => ({
  state: 'Drifted',
  current: true,
  asOf: minutesAgo(0.1),
  summary: {
    objects: 2,
    fields: 4,
    bySeverity: { low: 2, medium: 0, high: 2, critical: 0 },
  },
  resources: [
    {
      ref: {
        group: 'apps',
        version: 'v1',
        kind: 'Deployment',
        namespace: 'kube-system',
        name: 'aws-load-balancer-controller',
      },
      part: 'components/aws-load-balancer-controller',
      state: 'Modified',
      severity: 'high',
      totalFields: 3,
      fields: [
        {
          op: 'replace',
          path: '/spec/template/spec/containers/0/image',
          fieldPath: '.spec.template.spec.containers[name="controller"].image',
          desired: { value: 'public.ecr.aws/eks/controller:v2.14.0' },
          live: { value: 'public.ecr.aws/eks/controller:v2.13.1' },
          manager: { ...MANAGER, time: minutesAgo(118) },
          since: minutesAgo(118),
          severity: 'high',
        },
        {
          op: 'replace',
          path: '/spec/replicas',
          fieldPath: '.spec.replicas',
          desired: { value: 2 },
          live: { value: 5 },
          manager: {
            name: 'kubectl',
            operation: 'Update',
            subresource: 'scale',
            time: minutesAgo(115),
          },
          since: minutesAgo(115),
          severity: 'low',
        },
        {
          op: 'add',
          path: '/metadata/annotations/debug',
          fieldPath: '.metadata.annotations["debug"]',
          live: { hidden: true, length: 14 },
          manager: { ...MANAGER, name: 'kubectl-patch', time: minutesAgo(117) },
          since: minutesAgo(117),
          severity: 'low',
        },
      ],
    },
    {
      ref: {
        group: '',
        version: 'v1',
        kind: 'ConfigMap',
        namespace: 'monitoring',
        name: 'rules',
      },
      part: 'components/prometheus',
      state: 'Missing',
      severity: 'high',
      since: minutesAgo(121),
      fields: [],
      totalFields: 0,
    },
  ],
  ignored: [
    {
      ref: {
        group: 'apps',
        version: 'v1',
        kind: 'Deployment',
        namespace: 'monitoring',
        name: 'grafana',
      },
      part: 'components/grafana',
      fields: [
        {
          path: '/spec/replicas',
          fieldPath: '.spec.replicas',
          reason: 'A HorizontalPodAutoscaler scales it',
          rule: 'built in: autoscaled replicas',
          live: { value: 4 },
        },
      ],
    },
  ],
  corrected: [
    {
      ref: {
        group: 'apps',
        version: 'v1',
        kind: 'Deployment',
        namespace: 'cert-manager',
        name: 'cert-manager',
      },
      part: 'components/cert-manager',
      manager: MANAGER,
      fields: [
        {
          op: 'replace',
          path: '/spec/replicas',
          fieldPath: '.spec.replicas',
          desired: { value: 2 },
          live: { value: 0 },
          severity: 'high',
        },
      ],
      severity: 'high',
      firstDetectedAt: minutesAgo(500),
      detectedAt: minutesAgo(12),
      correctedAt: minutesAgo(11),
      count: 4,
    },
  ],
  unknown: [],
  matching: 212,
  conditions: [],
  total: 214,
  revision: REVISION,
  ...changes,
});

/** Nothing differs. */
export const noDrift = (): Drift =>
  aDrift({
    state: 'InSync',
    summary: {
      objects: 0,
      fields: 0,
      bySeverity: { low: 0, medium: 0, high: 0, critical: 0 },
    },
    resources: [],
    ignored: [],
    corrected: [],
    matching: 214,
  });
