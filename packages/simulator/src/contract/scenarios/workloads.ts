import { JsonObject, listAt, numberAt, stringAt } from '../../objects/json';
import { targetOf } from '../../store/Target';
import { Scenario } from '../Scenario';
import { make, podTemplate, SELECTOR } from './objects';

/** Whether a Deployment has rolled out, and its controller has said its last word on it. */
function rolledOut(object: JsonObject): boolean {
  const replicas = numberAt(object, 'spec', 'replicas');
  return (
    numberAt(object, 'status', 'observedGeneration') ===
      numberAt(object, 'metadata', 'generation') &&
    numberAt(object, 'status', 'availableReplicas') === replicas &&
    numberAt(object, 'status', 'replicas') === replicas &&
    numberAt(object, 'status', 'updatedReplicas') === replicas &&
    numberAt(object, 'status', 'terminatingReplicas') === 0 &&
    listAt(object, 'status', 'conditions').some(
      condition => stringAt(condition, 'reason') === 'NewReplicaSetAvailable',
    )
  );
}

const BUSY = {
  serviceAccountName: 'default',
  containers: [
    {
      name: 'web',
      image: 'nginx',
      args: ['--verbose'],
      env: [
        { name: 'MODE', value: 'prod' },
        { name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'EMPTY' },
      ],
      ports: [{ containerPort: 8080, name: 'http' }, { containerPort: 9090 }],
      resources: {
        requests: { cpu: '1000m', memory: '1024Mi' },
        limits: { cpu: 2, memory: '2Gi' },
      },
      readinessProbe: { httpGet: { port: 'http' } },
      livenessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 3 },
      volumeMounts: [
        { name: 'config', mountPath: '/etc/web' },
        { name: 'scratch', mountPath: '/scratch' },
      ],
      securityContext: { runAsNonRoot: true },
    },
    { name: 'side', image: `busybox:1.36@sha256:${'a'.repeat(64)}` },
  ],
  initContainers: [{ name: 'init', image: 'busybox:latest' }],
  volumes: [
    { name: 'config', configMap: { name: 'web' } },
    { name: 'scratch' },
    { name: 'secret', secret: { secretName: 'web' } },
    {
      name: 'token',
      projected: { sources: [{ serviceAccountToken: { path: 'token' } }] },
    },
  ],
  tolerations: [{ key: 'gpu', operator: 'Exists' }],
};

/** Workloads, with the controllers that make pods of them. */
export const WORKLOADS: Scenario[] = [
  {
    name: 'a Deployment rolls out, is edited, scaled, put back and deleted',
    play: async stage => {
      const object = make('apps/v1', 'Deployment', stage.namespace, 'web', {
        metadata: { labels: { app: 'web' } },
        spec: { replicas: 2, selector: SELECTOR, template: podTemplate() },
      });
      const target = targetOf(object);
      await stage.apply(object);
      await stage.settled(target, rolledOut);
      await stage.patch(
        target,
        {
          spec: {
            template: {
              spec: { containers: [{ name: 'web', image: 'nginx:1.28.0' }] },
            },
          },
        },
        'kubectl-set',
      );
      await stage.settled(target, rolledOut);
      await stage.scale(target, 3);
      await stage.settled(target, rolledOut);
      await stage.patch(target, { metadata: { labels: { team: 'x' } } });
      await stage.apply(object);
      await stage.settled(target, rolledOut);
      await stage.delete(target);
    },
  },
  {
    name: 'a Deployment without replicas is scaled by hand',
    play: async stage => {
      const object = make('apps/v1', 'Deployment', stage.namespace, 'free', {
        spec: { selector: SELECTOR, template: podTemplate() },
      });
      const target = targetOf(object);
      await stage.apply(object);
      await stage.settled(target, rolledOut);
      await stage.scale(target, 2);
      await stage.settled(target, rolledOut);
      await stage.apply(object);
    },
  },
  {
    name: 'a Deployment with a finalizer is deleted',
    play: async stage => {
      const object = make('apps/v1', 'Deployment', stage.namespace, 'held', {
        metadata: { finalizers: ['flotilla.dev/held'] },
        spec: { replicas: 0, selector: SELECTOR, template: podTemplate() },
      });
      const target = targetOf(object);
      await stage.create(object);
      await stage.delete(target);
      await stage.patch(target, { spec: { paused: true } });
      await stage.patch(target, { metadata: { finalizers: [] } });
      await stage.gone(target);
    },
  },
  {
    name: 'a Deployment gets every default',
    play: async stage => {
      await stage.apply(
        make('apps/v1', 'Deployment', stage.namespace, 'busy', {
          spec: {
            replicas: 0,
            selector: SELECTOR,
            template: podTemplate(BUSY),
          },
        }),
      );
      await stage.create(
        make('apps/v1', 'Deployment', stage.namespace, 'created', {
          spec: {
            replicas: 0,
            selector: SELECTOR,
            strategy: { type: 'Recreate' },
            template: podTemplate(BUSY),
          },
        }),
      );
    },
  },
  {
    name: 'a StatefulSet, a DaemonSet, a Job and a CronJob get their defaults',
    play: async stage => {
      const spec = { selector: SELECTOR, template: podTemplate() };
      const { namespace } = stage;
      await stage.apply(
        make('apps/v1', 'StatefulSet', namespace, 'db', {
          spec: {
            ...spec,
            replicas: 0,
            serviceName: 'db',
            volumeClaimTemplates: [
              {
                metadata: { name: 'data' },
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  resources: { requests: { storage: '1024Mi' } },
                },
              },
            ],
          },
        }),
      );
      const nowhere = { nodeSelector: { nowhere: 'yes' } };
      const daemons = make('apps/v1', 'DaemonSet', namespace, 'logs', {
        spec: { selector: SELECTOR, template: podTemplate(nowhere) },
      });
      await stage.apply(daemons);
      await stage.patch(targetOf(daemons), {
        spec: { template: { metadata: { annotations: { a: 'b' } } } },
      });
      const once = { restartPolicy: 'Never', ...nowhere };
      await stage.apply(
        make('batch/v1', 'Job', namespace, 'once', {
          spec: { suspend: true, template: podTemplate(once) },
        }),
      );
      await stage.apply(
        make('batch/v1', 'CronJob', namespace, 'nightly', {
          spec: {
            schedule: '0 3 * * *',
            suspend: true,
            jobTemplate: { spec: { template: podTemplate(once) } },
          },
        }),
      );
    },
  },
];
