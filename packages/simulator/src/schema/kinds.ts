import { parseApiVersion } from '../objects/KubeObject';
import { builtinType } from './builtinTypes';
import { Struct } from './Schema';

/** One kind that a cluster serves, in one version. */
export interface Kind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  namespaced: boolean;
  shortNames: string[];
  categories: string[];
  /** Writes to `status` and to the rest are separate, and only the rest counts as a generation. */
  hasStatus: boolean;
  hasScale: boolean;
  /** Served from a CustomResourceDefinition: stored as given, with the schema's own defaults. */
  custom: boolean;
  schema: Struct;
}

const C = 'cluster';
const N = 'namespaced';

/** apiVersion, kind, type, plural, scope, short names, subresources. */
const ROWS: readonly [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
][] = [
  ['v1', 'Namespace', 'V1Namespace', 'namespaces', C, 'ns', 'status'],
  ['v1', 'Node', 'V1Node', 'nodes', C, 'no', 'status'],
  ['v1', 'Pod', 'V1Pod', 'pods', N, 'po', 'status'],
  ['v1', 'Service', 'V1Service', 'services', N, 'svc', 'status'],
  ['v1', 'ServiceAccount', 'V1ServiceAccount', 'serviceaccounts', N, 'sa', ''],
  ['v1', 'ConfigMap', 'V1ConfigMap', 'configmaps', N, 'cm', ''],
  ['v1', 'Secret', 'V1Secret', 'secrets', N, '', ''],
  ['v1', 'Event', 'CoreV1Event', 'events', N, 'ev', ''],
  ['v1', 'Endpoints', 'V1Endpoints', 'endpoints', N, 'ep', ''],
  [
    'v1',
    'PersistentVolume',
    'V1PersistentVolume',
    'persistentvolumes',
    C,
    'pv',
    'status',
  ],
  [
    'v1',
    'PersistentVolumeClaim',
    'V1PersistentVolumeClaim',
    'persistentvolumeclaims',
    N,
    'pvc',
    'status',
  ],
  [
    'v1',
    'ResourceQuota',
    'V1ResourceQuota',
    'resourcequotas',
    N,
    'quota',
    'status',
  ],
  ['v1', 'LimitRange', 'V1LimitRange', 'limitranges', N, 'limits', ''],
  [
    'v1',
    'ReplicationController',
    'V1ReplicationController',
    'replicationcontrollers',
    N,
    'rc',
    'status,scale',
  ],
  [
    'apps/v1',
    'Deployment',
    'V1Deployment',
    'deployments',
    N,
    'deploy',
    'status,scale',
  ],
  [
    'apps/v1',
    'ReplicaSet',
    'V1ReplicaSet',
    'replicasets',
    N,
    'rs',
    'status,scale',
  ],
  [
    'apps/v1',
    'StatefulSet',
    'V1StatefulSet',
    'statefulsets',
    N,
    'sts',
    'status,scale',
  ],
  ['apps/v1', 'DaemonSet', 'V1DaemonSet', 'daemonsets', N, 'ds', 'status'],
  [
    'apps/v1',
    'ControllerRevision',
    'V1ControllerRevision',
    'controllerrevisions',
    N,
    '',
    '',
  ],
  ['batch/v1', 'Job', 'V1Job', 'jobs', N, '', 'status'],
  ['batch/v1', 'CronJob', 'V1CronJob', 'cronjobs', N, 'cj', 'status'],
  [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'V2HorizontalPodAutoscaler',
    'horizontalpodautoscalers',
    N,
    'hpa',
    'status',
  ],
  ['rbac.authorization.k8s.io/v1', 'Role', 'V1Role', 'roles', N, '', ''],
  [
    'rbac.authorization.k8s.io/v1',
    'ClusterRole',
    'V1ClusterRole',
    'clusterroles',
    C,
    '',
    '',
  ],
  [
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    'V1RoleBinding',
    'rolebindings',
    N,
    '',
    '',
  ],
  [
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    'V1ClusterRoleBinding',
    'clusterrolebindings',
    C,
    '',
    '',
  ],
  [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'V1NetworkPolicy',
    'networkpolicies',
    N,
    'netpol',
    '',
  ],
  [
    'networking.k8s.io/v1',
    'Ingress',
    'V1Ingress',
    'ingresses',
    N,
    'ing',
    'status',
  ],
  [
    'networking.k8s.io/v1',
    'IngressClass',
    'V1IngressClass',
    'ingressclasses',
    C,
    '',
    '',
  ],
  [
    'policy/v1',
    'PodDisruptionBudget',
    'V1PodDisruptionBudget',
    'poddisruptionbudgets',
    N,
    'pdb',
    'status',
  ],
  [
    'storage.k8s.io/v1',
    'StorageClass',
    'V1StorageClass',
    'storageclasses',
    C,
    'sc',
    '',
  ],
  ['storage.k8s.io/v1', 'CSIDriver', 'V1CSIDriver', 'csidrivers', C, '', ''],
  ['storage.k8s.io/v1', 'CSINode', 'V1CSINode', 'csinodes', C, '', ''],
  [
    'storage.k8s.io/v1',
    'VolumeAttachment',
    'V1VolumeAttachment',
    'volumeattachments',
    C,
    '',
    'status',
  ],
  [
    'scheduling.k8s.io/v1',
    'PriorityClass',
    'V1PriorityClass',
    'priorityclasses',
    C,
    'pc',
    '',
  ],
  [
    'node.k8s.io/v1',
    'RuntimeClass',
    'V1RuntimeClass',
    'runtimeclasses',
    C,
    '',
    '',
  ],
  ['coordination.k8s.io/v1', 'Lease', 'V1Lease', 'leases', N, '', ''],
  [
    'discovery.k8s.io/v1',
    'EndpointSlice',
    'V1EndpointSlice',
    'endpointslices',
    N,
    '',
    '',
  ],
  [
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    'V1MutatingWebhookConfiguration',
    'mutatingwebhookconfigurations',
    C,
    '',
    '',
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    'V1ValidatingWebhookConfiguration',
    'validatingwebhookconfigurations',
    C,
    '',
    '',
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    'V1ValidatingAdmissionPolicy',
    'validatingadmissionpolicies',
    C,
    '',
    'status',
  ],
  [
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicyBinding',
    'V1ValidatingAdmissionPolicyBinding',
    'validatingadmissionpolicybindings',
    C,
    '',
    '',
  ],
  [
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'V1CustomResourceDefinition',
    'customresourcedefinitions',
    C,
    'crd,crds',
    'status',
  ],
  [
    'apiregistration.k8s.io/v1',
    'APIService',
    'V1APIService',
    'apiservices',
    C,
    '',
    'status',
  ],
];

/** What `kubectl get all` shows. */
const ALL = new Set(
  'Pod Service Deployment ReplicaSet StatefulSet DaemonSet Job CronJob HorizontalPodAutoscaler ReplicationController'.split(
    ' ',
  ),
);

/** Groups whose kinds change what the API itself serves or lets through. */
const EXTENDING = /^(admissionregistration|apiextensions|apiregistration)\./;

function categoriesOf(group: string, kind: string): string[] {
  if (EXTENDING.test(group)) return ['api-extensions'];
  return ALL.has(kind) ? ['all'] : [];
}

/** @param shortNames - with commas between them */
export function namesOf(
  apiVersion: string,
  kind: string,
  plural: string,
  shortNames: string,
): Pick<
  Kind,
  'group' | 'version' | 'kind' | 'plural' | 'singular' | 'shortNames'
> {
  return {
    ...parseApiVersion(apiVersion),
    kind,
    plural,
    singular: kind.toLowerCase(),
    shortNames: shortNames === '' ? [] : shortNames.split(','),
  };
}

/** The kinds that every Kubernetes API server has from the start. */
export const BUILTIN_KINDS: readonly Kind[] = ROWS.map(
  ([apiVersion, kind, type, plural, scope, shortNames, subresources]) => {
    const names = namesOf(apiVersion, kind, plural, shortNames);
    return {
      ...names,
      namespaced: scope === N,
      categories: categoriesOf(names.group, kind),
      hasStatus: subresources.includes('status'),
      hasScale: subresources.includes('scale'),
      custom: false,
      schema: builtinType(type),
    };
  },
);
