import { KubeObject } from '../object';
import { object as made } from '../__testUtils__/served';
import { healthOf } from './healthOf';

const object: typeof made = (apiVersion, kind, fields) =>
  made(apiVersion, kind, { metadata: { name: 'x', generation: 2 }, ...fields });
const condition = (type: string, status: string, reason = 'R') => ({
  conditions: [{ type, status, reason, message: '' }],
});

it.each<[string, KubeObject | undefined, string]>([
  ['nothing', undefined, 'NotFound'],
  [
    'a Deployment whose status is of an older generation',
    object('apps/v1', 'Deployment', { status: { observedGeneration: 1 } }),
    'InProgress',
  ],
  [
    'a Deployment with too few available pods',
    object('apps/v1', 'Deployment', {
      spec: { replicas: 2 },
      status: {
        observedGeneration: 2,
        replicas: 2,
        updatedReplicas: 2,
        availableReplicas: 1,
      },
    }),
    'InProgress',
  ],
  [
    'a Deployment that is all there',
    object('apps/v1', 'Deployment', {
      spec: { replicas: 2 },
      status: {
        observedGeneration: 2,
        replicas: 2,
        updatedReplicas: 2,
        availableReplicas: 2,
      },
    }),
    'Current',
  ],
  [
    'a Deployment past its deadline',
    object('apps/v1', 'Deployment', {
      status: condition('Progressing', 'False', 'ProgressDeadlineExceeded'),
    }),
    'Failed',
  ],
  [
    'a DaemonSet not yet planned',
    object('apps/v1', 'DaemonSet', { status: {} }),
    'InProgress',
  ],
  [
    'a failed Job',
    object('batch/v1', 'Job', { status: condition('Failed', 'True') }),
    'Failed',
  ],
  [
    'a bound claim',
    object('v1', 'PersistentVolumeClaim', { status: { phase: 'Bound' } }),
    'Current',
  ],
  ['a ConfigMap', object('v1', 'ConfigMap', {}), 'Current'],
  [
    'a Kustomization under a health check',
    object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      status: condition('Ready', 'Unknown', 'Progressing'),
    }),
    'InProgress',
  ],
  [
    'a Kustomization that keeps retrying a broken commit',
    object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      status: {
        conditions: [
          {
            type: 'Reconciling',
            status: 'True',
            reason: 'ProgressingWithRetry',
          },
          { type: 'Ready', status: 'False', reason: 'BuildFailed' },
        ],
      },
    }),
    'Failed',
  ],
  [
    'a Kustomization that waits for another',
    object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      status: condition('Ready', 'False', 'DependencyNotReady'),
    }),
    'InProgress',
  ],
  [
    'a Cluster that is being made',
    object('cluster.x-k8s.io/v1beta2', 'Cluster', {
      status: { phase: 'Provisioning', ...condition('Ready', 'False') },
    }),
    'InProgress',
  ],
  [
    'a machine template, which only exists',
    object(
      'infrastructure.cluster.x-k8s.io/v1beta2',
      'VSphereMachineTemplate',
      {},
    ),
    'Current',
  ],
  [
    'a template of node bootstrapping, which only exists',
    object('bootstrap.cluster.x-k8s.io/v1beta2', 'KubeadmConfigTemplate', {}),
    'Current',
  ],
  [
    'an identity of a provider, which only exists',
    object(
      'infrastructure.cluster.x-k8s.io/v1beta2',
      'AWSClusterControllerIdentity',
      {},
    ),
    'Current',
  ],
  [
    'a machine health check that reports no conditions',
    object('cluster.x-k8s.io/v1beta2', 'MachineHealthCheck', {
      status: { observedGeneration: 2, currentHealthy: 3, expectedMachines: 3 },
    }),
    'Current',
  ],
  [
    'a machine health check whose controller has not seen the change',
    object('cluster.x-k8s.io/v1beta2', 'MachineHealthCheck', {
      status: { observedGeneration: 1 },
    }),
    'InProgress',
  ],
  [
    'a provider’s cluster without conditions that is ready',
    object('infrastructure.cluster.x-k8s.io/v1beta2', 'VSphereCluster', {
      status: { ready: true },
    }),
    'Current',
  ],
  [
    'what is being deleted',
    {
      ...object('v1', 'ConfigMap', {}),
      metadata: { name: 'x', deletionTimestamp: '2026-11-21T09:00:00Z' },
    },
    'Terminating',
  ],
])('%s', (_, live, status) => {
  expect(healthOf(live).status).toBe(status);
});
