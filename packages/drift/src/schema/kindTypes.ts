import { ObjectRef } from '../object';
import {
  FieldType,
  StructType,
  bytes,
  intOrString,
  keyed,
  listOf,
  plain,
  quantities,
  quantity,
  setOf,
  struct,
  texts,
  unordered,
} from './fieldType';
import { jsonSchema } from './jsonSchema';
import {
  objectMeta,
  podSpec,
  podTemplate,
  resources,
  selector,
} from './podTypes';

const rollingUpdate = struct({
  maxUnavailable: intOrString,
  maxSurge: intOrString,
});
const jobSpec = struct({ template: podTemplate, selector });
const claimSpec = struct({ resources, selector, accessModes: setOf });
const peers = listOf(
  struct({ podSelector: selector, namespaceSelector: selector }),
);
const networkPorts = listOf(struct({ port: intOrString }));
const webhooks = keyed(
  'name',
  struct({
    namespaceSelector: selector,
    objectSelector: selector,
    matchConditions: keyed('name'),
  }),
);
const metricTarget = struct({ averageValue: quantity, value: quantity });
const metric = struct({
  resource: struct({ target: metricTarget }),
  containerResource: struct({ target: metricTarget }),
  pods: struct({ target: metricTarget }),
  object: struct({ target: metricTarget }),
  external: struct({ target: metricTarget }),
});

/** The fields below the root, for each built-in kind that has any to tell. */
const FIELDS: Record<string, Record<string, FieldType>> = {
  '/ConfigMap': { data: texts, binaryData: texts },
  '/Secret': { data: { kind: 'map', values: bytes } },
  '/Service': {
    spec: struct({
      ports: keyed(['port', 'protocol'], struct({ targetPort: intOrString }), {
        protocol: 'TCP',
      }),
      selector: texts,
      externalIPs: setOf,
      loadBalancerSourceRanges: setOf,
    }),
  },
  '/ServiceAccount': {
    secrets: keyed('name'),
    imagePullSecrets: keyed('name'),
  },
  '/Pod': { spec: podSpec },
  '/PersistentVolume': {
    spec: struct({ capacity: quantities, accessModes: setOf }),
  },
  '/PersistentVolumeClaim': { spec: claimSpec },
  '/ResourceQuota': { spec: struct({ hard: quantities }) },
  '/LimitRange': {
    spec: struct({
      limits: listOf(
        struct({
          default: quantities,
          defaultRequest: quantities,
          max: quantities,
          min: quantities,
          maxLimitRequestRatio: quantities,
        }),
      ),
    }),
  },
  '/Namespace': { spec: struct({ finalizers: setOf }) },
  'apps/Deployment': {
    spec: struct({
      selector,
      template: podTemplate,
      strategy: struct({ rollingUpdate }),
    }),
  },
  'apps/ReplicaSet': { spec: struct({ selector, template: podTemplate }) },
  'apps/DaemonSet': {
    spec: struct({
      selector,
      template: podTemplate,
      updateStrategy: struct({ rollingUpdate }),
    }),
  },
  'apps/StatefulSet': {
    spec: struct({
      selector,
      template: podTemplate,
      updateStrategy: struct({ rollingUpdate }),
      volumeClaimTemplates: listOf(
        struct({ metadata: objectMeta, spec: claimSpec }),
      ),
    }),
  },
  'batch/Job': { spec: jobSpec },
  'batch/CronJob': {
    spec: struct({
      jobTemplate: struct({ metadata: objectMeta, spec: jobSpec }),
    }),
  },
  'autoscaling/HorizontalPodAutoscaler': {
    // The controller reorders metrics: kubernetes/kubernetes#74099.
    spec: struct({ metrics: unordered(metric) }),
  },
  'policy/PodDisruptionBudget': {
    spec: struct({
      selector,
      minAvailable: intOrString,
      maxUnavailable: intOrString,
    }),
  },
  'networking.k8s.io/NetworkPolicy': {
    spec: struct({
      podSelector: selector,
      policyTypes: setOf,
      ingress: listOf(struct({ from: peers, ports: networkPorts })),
      egress: listOf(struct({ to: peers, ports: networkPorts })),
    }),
  },
  'networking.k8s.io/Ingress': {},
  'rbac.authorization.k8s.io/ClusterRole': {
    aggregationRule: struct({ clusterRoleSelectors: listOf(selector) }),
  },
  'rbac.authorization.k8s.io/Role': {},
  'rbac.authorization.k8s.io/ClusterRoleBinding': {},
  'rbac.authorization.k8s.io/RoleBinding': {},
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': { webhooks },
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': { webhooks },
  'storage.k8s.io/StorageClass': {
    parameters: texts,
  },
  'storage.k8s.io/CSIDriver': {
    spec: struct({ volumeLifecycleModes: setOf }),
  },
  'scheduling.k8s.io/PriorityClass': {},
  'networking.k8s.io/IngressClass': {},
  'apiregistration.k8s.io/APIService': {},
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {
    spec: struct({
      validations: listOf(plain),
      variables: keyed('name'),
      matchConditions: keyed('name'),
    }),
  },
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': {},
  'apiextensions.k8s.io/CustomResourceDefinition': {
    spec: struct({
      versions: keyed(
        'name',
        struct({
          schema: struct({ openAPIV3Schema: jsonSchema }),
          additionalPrinterColumns: listOf(plain),
        }),
      ),
    }),
  },
};

const BUILT_IN = new Map<string, StructType>(
  Object.entries(FIELDS).map(([kind, fields]) => [
    kind,
    struct({ metadata: objectMeta, ...fields }),
  ]),
);

/** Names that hold amounts wherever they stand in a custom resource. */
const AMOUNTS = new Set(['cpu', 'memory', 'storage', 'ephemeral-storage']);

/**
 * Custom resources whose schema isn't known. They are stored as they were
 * sent, but controllers that write them back rewrite amounts and durations.
 */
export const guessed: StructType = {
  kind: 'struct',
  omitsZero: false,
  field: name => {
    if (name === 'limits' || name === 'requests') return quantities;
    return AMOUNTS.has(name) ? quantity : guessed;
  },
};

const CUSTOM: StructType = {
  kind: 'struct',
  omitsZero: false,
  field: name => (name === 'metadata' ? objectMeta : guessed),
};

/** What is known of the fields of a kind that Kubernetes itself has; undefined for any other. @public */
export function builtInType(ref: ObjectRef): StructType | undefined {
  return BUILT_IN.get(`${ref.group}/${ref.kind}`);
}

export function customType(): StructType {
  return CUSTOM;
}
