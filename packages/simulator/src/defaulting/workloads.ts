import {
  copy,
  ensureObject,
  equal,
  JsonObject,
  objectAt,
  valueAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { fill, maps } from './fill';
import { defaultPodSpec, defaultPodTemplate } from './pod';

export interface DefaultingContext {
  /** The stored state; absent for a new object. */
  live?: KubeObject;
}

export type Defaulter = (
  object: KubeObject,
  context: DefaultingContext,
) => void;

const deployment: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  });
  rollingStrategy(ensureObject(spec, 'strategy'), {
    maxSurge: '25%',
    maxUnavailable: '25%',
  });
  defaultPodTemplate(spec);
};

function rollingStrategy(strategy: JsonObject, rolling: JsonObject): void {
  fill(strategy, { type: 'RollingUpdate' });
  if (strategy.type === 'RollingUpdate')
    fill(ensureObject(strategy, 'rollingUpdate'), rolling);
}

const replicaSet: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, { replicas: 1 });
  defaultPodTemplate(spec);
};

const statefulSet: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, {
    replicas: 1,
    revisionHistoryLimit: 10,
    podManagementPolicy: 'OrderedReady',
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    },
  });
  rollingStrategy(ensureObject(spec, 'updateStrategy'), { partition: 0 });
  defaultPodTemplate(spec);
  for (const claim of maps(spec.volumeClaimTemplates)) {
    fill(claim, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      status: { phase: 'Pending' },
    });
    fill(ensureObject(claim, 'spec'), { volumeMode: 'Filesystem' });
  }
};

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const daemonSet: Defaulter = (object, { live }) => {
  const spec = ensureObject(object, 'spec');
  fill(spec, { revisionHistoryLimit: 10 });
  rollingStrategy(ensureObject(spec, 'updateStrategy'), {
    maxSurge: 0,
    maxUnavailable: 1,
  });
  defaultPodTemplate(spec);
  // What a writer says of it doesn't count.
  const known = live?.metadata.annotations?.[TEMPLATE_GENERATION] ?? '0';
  object.metadata.annotations = {
    ...object.metadata.annotations,
    [TEMPLATE_GENERATION]: known,
  };
};

/** The server counts the templates that a DaemonSet had. */
const prepareDaemonSet: Defaulter = (object, { live }) => {
  const template = valueAt(object, 'spec', 'template');
  if (live && equal(valueAt(live, 'spec', 'template'), template)) return;
  const { annotations } = object.metadata;
  const before = Number(annotations?.[TEMPLATE_GENERATION] ?? 0);
  object.metadata.annotations = {
    ...annotations,
    [TEMPLATE_GENERATION]: String(before + 1),
  };
};

const job: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, {
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    completions: 1,
    parallelism: 1,
    podReplacementPolicy: 'TerminatingOrFailed',
    suspend: false,
    manualSelector: false,
  });
  defaultPodTemplate(spec);
  const labels = objectAt(spec, 'template', 'metadata', 'labels');
  fill(object.metadata, labels ? { labels } : {});
};

/** A Job finds its pods by its own uid, unless it says how. */
const prepareJob: Defaulter = (object, { live }) => {
  const spec = ensureObject(object, 'spec');
  const { name, uid } = object.metadata;
  if (live || !uid || spec.manualSelector === true) return;
  const labels = ensureObject(
    ensureObject(ensureObject(spec, 'template'), 'metadata'),
    'labels',
  );
  const sameLabels = equal(object.metadata.labels, labels);
  fill(labels, {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  });
  // Labels that the Job has from its template are the template's own.
  if (sameLabels) Object.assign(object.metadata, { labels: copy(labels) });
  fill(spec, {
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
  });
};

const cronJob: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, {
    concurrencyPolicy: 'Allow',
    failedJobsHistoryLimit: 1,
    successfulJobsHistoryLimit: 3,
    suspend: false,
  });
  const jobTemplate = ensureObject(spec, 'jobTemplate');
  ensureObject(jobTemplate, 'metadata');
  defaultPodTemplate(ensureObject(jobTemplate, 'spec'));
};

const pod: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  defaultPodSpec(spec);
  fill(spec, { enableServiceLinks: true });
  for (const container of maps(spec.containers)) {
    const limits = objectAt(container, 'resources', 'limits');
    if (limits)
      fill(
        ensureObject(ensureObject(container, 'resources'), 'requests'),
        copy(limits),
      );
  }
};

const preparePod: Defaulter = (object, { live }) => {
  if (live) return;
  fill(ensureObject(object, 'spec'), {
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    serviceAccount: 'default',
    serviceAccountName: 'default',
  });
  fill(object, { status: { phase: 'Pending', qosClass: 'BestEffort' } });
};

const horizontalPodAutoscaler: Defaulter = object => {
  const spec = ensureObject(object, 'spec');
  fill(spec, {
    minReplicas: 1,
    metrics: [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 80 },
        },
      },
    ],
  });
};

export const WORKLOAD_DEFAULTS: Readonly<Record<string, Defaulter>> = {
  Deployment: deployment,
  ReplicaSet: replicaSet,
  StatefulSet: statefulSet,
  DaemonSet: daemonSet,
  Job: job,
  CronJob: cronJob,
  Pod: pod,
  HorizontalPodAutoscaler: horizontalPodAutoscaler,
};

export const WORKLOAD_PREPARATIONS: Readonly<Record<string, Defaulter>> = {
  DaemonSet: prepareDaemonSet,
  Job: prepareJob,
  Pod: preparePod,
};
