import { canonicalJson } from '../scalar/canonicalJson';
import { ANY, KUBERNETES, ServerRules } from './ServerRule';

const DEFAULT = "the value is Kubernetes' own default";
const APPS = `${KUBERNETES}/pkg/apis/apps/v1/defaults.go`;
const BATCH = `${KUBERNETES}/pkg/apis/batch/v1/defaults.go`;

const DEFAULT_METRICS = canonicalJson([
  {
    type: 'Resource',
    resource: {
      name: 'cpu',
      target: { type: 'Utilization', averageUtilization: 80 },
    },
  },
]);

/** An autoscaler without metrics looks at the processor. */
function isDefaultMetrics(value: unknown): boolean {
  return canonicalJson(value) === DEFAULT_METRICS;
}

/** What the server writes into workloads, beside their pods. */
export const WORKLOAD_RULES: readonly ServerRules[] = [
  {
    kinds: ['apps/Deployment'],
    fields: {
      '.spec.replicas': [1],
      '.spec.strategy.type': ['RollingUpdate'],
      '.spec.strategy.rollingUpdate.maxSurge': ['25%'],
      '.spec.strategy.rollingUpdate.maxUnavailable': ['25%'],
      '.spec.revisionHistoryLimit': [10],
      '.spec.progressDeadlineSeconds': [600],
    },
    reason: DEFAULT,
    source: APPS,
  },
  {
    kinds: ['apps/StatefulSet'],
    fields: {
      '.spec.replicas': [1],
      '.spec.podManagementPolicy': ['OrderedReady'],
      '.spec.revisionHistoryLimit': [10],
      '.spec.updateStrategy.type': ['RollingUpdate'],
      '.spec.updateStrategy.rollingUpdate.partition': [0],
      '.spec.updateStrategy.rollingUpdate.maxUnavailable': [1],
      '.spec.persistentVolumeClaimRetentionPolicy.whenDeleted': ['Retain'],
      '.spec.persistentVolumeClaimRetentionPolicy.whenScaled': ['Retain'],
      '.spec.volumeClaimTemplates[].apiVersion': ['v1'],
      '.spec.volumeClaimTemplates[].kind': ['PersistentVolumeClaim'],
      '.spec.volumeClaimTemplates[].spec.volumeMode': ['Filesystem'],
      '.spec.volumeClaimTemplates[].status': ANY,
    },
    reason: DEFAULT,
    source: APPS,
  },
  {
    kinds: ['apps/DaemonSet'],
    fields: {
      '.spec.revisionHistoryLimit': [10],
      '.spec.updateStrategy.type': ['RollingUpdate'],
      '.spec.updateStrategy.rollingUpdate.maxUnavailable': [1],
      '.spec.updateStrategy.rollingUpdate.maxSurge': [0],
    },
    reason: DEFAULT,
    source: APPS,
  },
  {
    kinds: ['apps/ReplicaSet', '/ReplicationController'],
    fields: { '.spec.replicas': [1] },
    reason: DEFAULT,
    source: APPS,
  },
  {
    kinds: ['batch/Job'],
    fields: {
      '.spec.completions': [1],
      '.spec.parallelism': [1],
      '.spec.backoffLimit': [6],
      '.spec.completionMode': ['NonIndexed'],
      '.spec.suspend': [false],
      '.spec.podReplacementPolicy': ['TerminatingOrFailed', 'Failed'],
      '.spec.manualSelector': [false],
    },
    reason: DEFAULT,
    source: BATCH,
  },
  {
    kinds: ['batch/Job'],
    fields: {
      '.spec.selector': ANY,
      '.spec.selector.matchLabels': ANY,
      '.spec.selector.matchLabels.controller-uid': ANY,
      '.spec.selector.matchLabels["batch.kubernetes.io/controller-uid"]': ANY,
      '.spec.template.metadata.labels.controller-uid': ANY,
      '.spec.template.metadata.labels.job-name': ANY,
      '.spec.template.metadata.labels["batch.kubernetes.io/controller-uid"]':
        ANY,
      '.spec.template.metadata.labels["batch.kubernetes.io/job-name"]': ANY,
    },
    reason: "a job's selector and labels are generated with it",
    source: `${KUBERNETES}/pkg/registry/batch/job/strategy.go`,
  },
  {
    kinds: ['batch/CronJob'],
    fields: {
      '.spec.concurrencyPolicy': ['Allow'],
      '.spec.suspend': [false],
      '.spec.successfulJobsHistoryLimit': [3],
      '.spec.failedJobsHistoryLimit': [1],
    },
    reason: DEFAULT,
    source: BATCH,
  },
  {
    kinds: ['autoscaling/HorizontalPodAutoscaler'],
    fields: {
      '.spec.minReplicas': [1],
      '.spec.metrics': isDefaultMetrics,
      '.spec.behavior.scaleUp.selectPolicy': ['Max'],
      '.spec.behavior.scaleUp.stabilizationWindowSeconds': [0],
      '.spec.behavior.scaleUp.policies': ANY,
      '.spec.behavior.scaleDown.selectPolicy': ['Max'],
      '.spec.behavior.scaleDown.policies': ANY,
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/autoscaling/v2/defaults.go`,
  },
];
