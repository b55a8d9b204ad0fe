import { KubeObject } from '../../objects/KubeObject';
import { targetOf } from '../../store/Target';
import { Scenario } from '../Scenario';
import { make } from './objects';

/** A scenario that applies objects, labels them by hand, and deletes them: what defaulting and ownership make of them. */
function defaulted(
  name: string,
  objects: (namespace: string) => KubeObject[],
): Scenario {
  return {
    name: `${name}: defaults and owners`,
    play: async stage => {
      for (const object of objects(stage.namespace)) {
        await stage.apply(object);
        await stage.patch(
          targetOf(object),
          { metadata: { labels: { by: 'hand' } } },
          'kubectl-label',
        );
        await stage.cluster.delete(targetOf(object));
        await stage.create(
          make(
            object.apiVersion,
            object.kind,
            object.metadata.namespace,
            `${object.metadata.name}-2`,
            { ...object, metadata: { labels: object.metadata.labels } },
          ),
        );
        await stage.cluster.delete({
          ...targetOf(object),
          name: `${object.metadata.name}-2`,
        });
      }
    },
  };
}

const RBAC = 'rbac.authorization.k8s.io/v1';

const rbac = defaulted('RBAC', namespace => [
  make(RBAC, 'Role', namespace, 'reader', {
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  }),
  make(RBAC, 'RoleBinding', namespace, 'reader', {
    roleRef: { kind: 'Role', name: 'reader', apiGroup: RBAC.split('/')[0] },
    subjects: [
      { kind: 'ServiceAccount', name: 'a', namespace },
      { kind: 'User', name: 'ada' },
    ],
  }),
  make(RBAC, 'ClusterRole', undefined, `${namespace}:reader`, {
    rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list'] }],
  }),
  make('v1', 'ServiceAccount', namespace, 'a', {
    imagePullSecrets: [{ name: 'registry' }],
  }),
]);

const services = defaulted('Services', namespace => [
  make('v1', 'Service', namespace, 'web', {
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  }),
  make('v1', 'Service', namespace, 'headless', {
    spec: {
      clusterIP: 'None',
      selector: { app: 'web' },
      ports: [
        { name: 'a', port: 80, targetPort: 'http' },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
    },
  }),
  make('v1', 'Service', namespace, 'balanced', {
    spec: {
      type: 'LoadBalancer',
      selector: { app: 'web' },
      ports: [{ port: 443 }],
    },
  }),
  make('v1', 'Service', namespace, 'sticky', {
    spec: {
      type: 'NodePort',
      sessionAffinity: 'ClientIP',
      ports: [{ port: 443 }],
    },
  }),
  make('v1', 'Service', namespace, 'outside', {
    spec: { type: 'ExternalName', externalName: 'example.com' },
  }),
]);

const network = defaulted('Network', namespace => [
  make('networking.k8s.io/v1', 'NetworkPolicy', namespace, 'closed', {
    spec: {
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [{ ports: [{ port: 80 }], from: [{ podSelector: {} }] }],
      egress: [{}],
    },
  }),
  make('networking.k8s.io/v1', 'NetworkPolicy', namespace, 'nothing', {
    spec: {},
  }),
  make('networking.k8s.io/v1', 'Ingress', namespace, 'web', {
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'web.example.com',
          http: {
            paths: [
              {
                path: '/',
                pathType: 'Prefix',
                backend: { service: { name: 'web', port: { number: 80 } } },
              },
            ],
          },
        },
      ],
    },
  }),
  make('networking.k8s.io/v1', 'IngressClass', undefined, `${namespace}`, {
    spec: { controller: 'example.com/ingress' },
  }),
]);

const limits = defaulted('Limits', namespace => [
  make('policy/v1', 'PodDisruptionBudget', namespace, 'web', {
    spec: {
      minAvailable: '50%',
      selector: { matchLabels: { app: 'nobody' } },
    },
  }),
  make('v1', 'ResourceQuota', namespace, 'quota', {
    spec: { hard: { 'requests.cpu': '1000m', pods: '10' } },
  }),
  make('v1', 'LimitRange', namespace, 'limits', {
    spec: {
      limits: [{ type: 'Container', max: { cpu: '2000m', memory: '1024Mi' } }],
    },
  }),
  make('autoscaling/v2', 'HorizontalPodAutoscaler', namespace, 'web', {
    spec: {
      maxReplicas: 3,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'no' },
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 60 },
          },
        },
      ],
    },
  }),
]);

const cluster = defaulted('Cluster-wide kinds', namespace => [
  make('scheduling.k8s.io/v1', 'PriorityClass', undefined, namespace, {
    value: 1000,
  }),
  make('storage.k8s.io/v1', 'StorageClass', undefined, namespace, {
    provisioner: 'example.com/disk',
    parameters: { type: 'fast' },
  }),
  make('storage.k8s.io/v1', 'CSIDriver', undefined, `${namespace}.example.com`),
  make(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    undefined,
    namespace,
    {
      webhooks: [
        {
          name: 'a.example.com',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          clientConfig: { service: { name: 'a', namespace } },
          rules: [
            {
              apiGroups: ['example.com'],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['things'],
            },
          ],
        },
      ],
    },
  ),
  make(
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    undefined,
    namespace,
    {
      spec: {
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: ['example.com'],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['things'],
            },
          ],
        },
        validations: [{ expression: 'true' }],
      },
    },
  ),
]);

const contents = defaulted('Contents', namespace => [
  make('v1', 'Secret', namespace, 'typed', {
    stringData: { password: 'x' },
    data: { user: 'eA==' },
  }),
  make('v1', 'ConfigMap', namespace, 'binary', {
    binaryData: { blob: 'eA==' },
    immutable: true,
  }),
  make('v1', 'PersistentVolumeClaim', namespace, 'disk', {
    spec: {
      storageClassName: 'none',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1024Mi' } },
    },
  }),
  make('coordination.k8s.io/v1', 'Lease', namespace, 'leader', {
    spec: { holderIdentity: 'a', leaseDurationSeconds: 15 },
  }),
]);

/** The kinds that fleets are made of, each with what the server makes of it. */
export const KINDS: Scenario[] = [
  rbac,
  services,
  network,
  limits,
  cluster,
  contents,
];
