import { ANY, EMPTY, KUBERNETES, ServerRules, sameAs } from './ServerRule';

const DEFAULT = "the value is Kubernetes' own default";
const CORE = `${KUBERNETES}/pkg/apis/core/v1/defaults.go`;
const RBAC = 'rbac.authorization.k8s.io';
const RBAC_GROUPS = [RBAC, ''];
const ADMISSION = 'admissionregistration.k8s.io';

/** Named after the account, as `builder-token-x7b2p`; what people add has a name of their own. */
function isTokenSecret(value: unknown): boolean {
  const name = isNamed(value) ? value.name : '';
  return /-(token|dockercfg)-[a-z0-9]{5}$/.test(name);
}

function isNamed(value: unknown): value is { name: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string'
  );
}

/** What the server writes into objects that run nothing. */
export const OBJECT_RULES: readonly ServerRules[] = [
  {
    kinds: ['/Service'],
    fields: {
      '.spec.type': ['ClusterIP'],
      '.spec.sessionAffinity': ['None'],
      '.spec.sessionAffinityConfig.clientIP.timeoutSeconds': [10800],
      '.spec.internalTrafficPolicy': ['Cluster'],
      '.spec.externalTrafficPolicy': ['Cluster'],
      '.spec.allocateLoadBalancerNodePorts': [true],
      '.spec.ports[].protocol': ['TCP'],
      '.spec.ports[].targetPort': sameAs('port'),
    },
    reason: DEFAULT,
    source: CORE,
  },
  {
    kinds: ['/Service'],
    fields: {
      '.spec.clusterIP': ANY,
      '.spec.clusterIPs': ANY,
      '.spec.clusterIPs[]': ANY,
      '.spec.ipFamilies': ANY,
      '.spec.ipFamilies[]': ANY,
      '.spec.ipFamilyPolicy': ['SingleStack'],
      '.spec.ports[].nodePort': ANY,
      '.spec.healthCheckNodePort': ANY,
    },
    reason: 'addresses and node ports of a service are allotted',
    source: `${KUBERNETES}/pkg/registry/core/service/storage/alloc.go`,
  },
  {
    kinds: ['/Secret'],
    fields: { '.type': ['Opaque'] },
    reason: DEFAULT,
    source: CORE,
  },
  {
    kinds: ['/Namespace'],
    fields: { '.spec.finalizers': ANY, '.spec.finalizers[]': ['kubernetes'] },
    reason: 'a namespace is finalized by Kubernetes',
    source: `${KUBERNETES}/pkg/registry/core/namespace/strategy.go`,
  },
  {
    kinds: ['/ServiceAccount'],
    fields: { '.secrets[]': isTokenSecret },
    reason: 'the token controller notes the tokens that it made',
    source: `${KUBERNETES}/pkg/controller/serviceaccount/tokens_controller.go`,
  },
  {
    kinds: ['/PersistentVolumeClaim'],
    fields: {
      '.spec.volumeName': ANY,
      '.spec.storageClassName': ANY,
      '.spec.volumeMode': ['Filesystem'],
      '.spec.dataSource': ANY,
      '.spec.dataSourceRef': ANY,
    },
    reason: 'a claim is bound to a volume of the default class',
    source:
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding',
  },
  {
    kinds: ['/PersistentVolume'],
    fields: {
      '.spec.persistentVolumeReclaimPolicy': ['Retain'],
      '.spec.volumeMode': ['Filesystem'],
      '.spec.claimRef': ANY,
    },
    reason: DEFAULT,
    source: CORE,
  },
  {
    kinds: ['networking.k8s.io/NetworkPolicy'],
    fields: {
      '.spec.policyTypes': ANY,
      '.spec.ingress[].ports[].protocol': ['TCP'],
      '.spec.egress[].ports[].protocol': ['TCP'],
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/networking/v1/defaults.go`,
  },
  {
    kinds: ['networking.k8s.io/IngressClass'],
    fields: { '.spec.parameters.scope': ['Cluster'] },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/networking/v1/defaults.go`,
  },
  {
    kinds: [`${RBAC}/RoleBinding`, `${RBAC}/ClusterRoleBinding`],
    fields: {
      '.subjects[].apiGroup': RBAC_GROUPS,
      '.roleRef.apiGroup': RBAC_GROUPS,
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/rbac/v1/defaults.go`,
  },
  {
    kinds: ['storage.k8s.io/StorageClass'],
    fields: {
      '.reclaimPolicy': ['Delete'],
      '.volumeBindingMode': ['Immediate'],
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/storage/v1/defaults.go`,
  },
  {
    kinds: ['storage.k8s.io/CSIDriver'],
    fields: {
      '.spec.attachRequired': [true],
      '.spec.podInfoOnMount': [false],
      '.spec.storageCapacity': [false],
      '.spec.requiresRepublish': [false],
      '.spec.seLinuxMount': [false],
      '.spec.fsGroupPolicy': ['ReadWriteOnceWithFSType'],
      '.spec.volumeLifecycleModes': ANY,
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/storage/v1/defaults.go`,
  },
  {
    kinds: ['scheduling.k8s.io/PriorityClass'],
    fields: { '.preemptionPolicy': ['PreemptLowerPriority'] },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/scheduling/v1/defaults.go`,
  },
  {
    kinds: [
      `${ADMISSION}/MutatingWebhookConfiguration`,
      `${ADMISSION}/ValidatingWebhookConfiguration`,
    ],
    fields: {
      '.webhooks[].failurePolicy': ['Fail'],
      '.webhooks[].matchPolicy': ['Equivalent'],
      '.webhooks[].namespaceSelector': EMPTY,
      '.webhooks[].objectSelector': EMPTY,
      '.webhooks[].timeoutSeconds': [10],
      '.webhooks[].reinvocationPolicy': ['Never'],
      '.webhooks[].rules[].scope': ['*'],
      '.webhooks[].clientConfig.service.port': [443],
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/admissionregistration/v1/defaults.go`,
  },
  {
    kinds: [
      `${ADMISSION}/ValidatingAdmissionPolicy`,
      `${ADMISSION}/MutatingAdmissionPolicy`,
    ],
    fields: {
      '.spec.failurePolicy': ['Fail'],
      '.spec.matchConstraints.namespaceSelector': EMPTY,
      '.spec.matchConstraints.objectSelector': EMPTY,
      '.spec.matchConstraints.matchPolicy': ['Equivalent'],
      '.spec.matchConstraints.resourceRules[].scope': ['*'],
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/admissionregistration/v1/defaults.go`,
  },
  {
    kinds: [
      `${ADMISSION}/ValidatingAdmissionPolicyBinding`,
      `${ADMISSION}/MutatingAdmissionPolicyBinding`,
    ],
    fields: {
      '.spec.matchResources.namespaceSelector': EMPTY,
      '.spec.matchResources.objectSelector': EMPTY,
      '.spec.matchResources.matchPolicy': ['Equivalent'],
      '.spec.matchResources.resourceRules[].scope': ['*'],
    },
    reason: DEFAULT,
    source: `${KUBERNETES}/pkg/apis/admissionregistration/v1/defaults.go`,
  },
  {
    kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
    fields: {
      '.spec.names.singular': ANY,
      '.spec.names.listKind': ANY,
      '.spec.conversion.strategy': ['None'],
      '.spec.conversion.webhook.clientConfig.service.port': [443],
      '.spec.preserveUnknownFields': [false],
    },
    reason: DEFAULT,
    source:
      'https://github.com/kubernetes/apiextensions-apiserver/blob/v0.36.3/pkg/apis/apiextensions/v1/defaults.go',
  },
  {
    kinds: ['apiregistration.k8s.io/APIService'],
    fields: { '.spec.service.port': [443] },
    reason: DEFAULT,
    source:
      'https://github.com/kubernetes/kube-aggregator/blob/v0.36.3/pkg/apis/apiregistration/v1/defaults.go',
  },
];
