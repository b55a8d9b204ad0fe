import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';

/**
 * Kinds without a namespace, by group. Kubernetes' own are those of its OpenAPI 1.36; of other projects those that a
 * chart may bring an object of without bringing the definition, which else says it.
 */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
  '': ['ComponentStatus', 'Namespace', 'Node', 'PersistentVolume'],
  'admissionregistration.k8s.io': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  'certificates.k8s.io': ['CertificateSigningRequest', 'ClusterTrustBundle'],
  'flowcontrol.apiserver.k8s.io': ['FlowSchema', 'PriorityLevelConfiguration'],
  'networking.k8s.io': ['IPAddress', 'IngressClass', 'ServiceCIDR'],
  'node.k8s.io': ['RuntimeClass'],
  policy: ['PodSecurityPolicy'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  'resource.k8s.io': ['DeviceClass', 'DeviceTaintRule', 'ResourceSlice'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': [
    'CSIDriver',
    'CSINode',
    'StorageClass',
    'VolumeAttachment',
    'VolumeAttributesClass',
  ],
  'storagemigration.k8s.io': ['StorageVersionMigration'],

  'apiextensions.crossplane.io': ['CompositeResourceDefinition', 'Composition'],
  'argoproj.io': ['ClusterAnalysisTemplate', 'ClusterWorkflowTemplate'],
  'cert-manager.io': ['ClusterIssuer'],
  'cilium.io': [
    'CiliumBGPClusterConfig',
    'CiliumClusterwideNetworkPolicy',
    'CiliumL2AnnouncementPolicy',
    'CiliumLoadBalancerIPPool',
  ],
  'crd.projectcalico.org': [
    'BGPConfiguration',
    'BGPPeer',
    'FelixConfiguration',
    'GlobalNetworkPolicy',
    'GlobalNetworkSet',
    'IPPool',
    'Tier',
  ],
  'elbv2.k8s.aws': ['IngressClassParams'],
  'external-secrets.io': [
    'ClusterExternalSecret',
    'ClusterPushSecret',
    'ClusterSecretStore',
  ],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'infrastructure.cluster.x-k8s.io': [
    'AWSClusterControllerIdentity',
    'AWSClusterRoleIdentity',
    'AWSClusterStaticIdentity',
    'VSphereClusterIdentity',
    'VSphereDeploymentZone',
    'VSphereFailureDomain',
  ],
  'karpenter.k8s.aws': ['EC2NodeClass'],
  'karpenter.sh': ['NodeClaim', 'NodeOverlay', 'NodePool'],
  'keda.sh': ['ClusterTriggerAuthentication'],
  'kueue.x-k8s.io': [
    'AdmissionCheck',
    'ClusterQueue',
    'Cohort',
    'ResourceFlavor',
    'Topology',
    'WorkloadPriorityClass',
  ],
  'kyverno.io': ['ClusterCleanupPolicy', 'ClusterPolicy'],
  'nfd.k8s-sigs.io': ['NodeFeatureRule'],
  'nvidia.com': ['ClusterPolicy', 'NVIDIADriver'],
  'pkg.crossplane.io': ['Configuration', 'Function', 'Provider'],
  'policy.networking.k8s.io': ['ClusterNetworkPolicy'],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass', 'VolumeSnapshotContent'],
  'templates.gatekeeper.sh': ['ConstraintTemplate'],
};

/** A group that makes a kind of each template, none of which has a namespace. */
const CONSTRAINTS = 'constraints.gatekeeper.sh';

/** Whether an object's kind has no namespace, as far as its name tells. */
export function isClusterScoped(object: KubeObject): boolean {
  const group = groupOf(object);
  return (
    group === CONSTRAINTS ||
    (CLUSTER_SCOPED[group]?.includes(object.kind) ?? false)
  );
}
