import { SUPERSEDED_BY } from '../render/labels';
import type { ConsequenceRule, JudgedChange } from './ConsequenceRule';
import { isLess } from './judged';

/**
 * Fields of a machine template that Cluster API takes over into the machines that are there.
 * Source: "In-place propagation of changes" in the Cluster API book, v1.10 to v1.12.
 */
const IN_PLACE =
  /^\/spec\/(template|machineTemplate)\/(metadata|spec\/(deletion|readinessGates|minReadySeconds|node(Drain|Deletion|VolumeDetach)Timeout))(\/|$)/;

/** What changes of Cluster API's objects do to machines and to the clusters that they are. */
export const MACHINE_RULES: readonly ConsequenceRule[] = [
  {
    mark: 'ReplacesMachines',
    on: 'change',
    kinds: [
      'cluster.x-k8s.io/MachineDeployment',
      'cluster.x-k8s.io/MachinePool',
    ],
    fields: ['/spec/template'],
    when: changesMachines,
    reason:
      'The machine template or version differs, so the machines are replaced one after the other.',
  },
  {
    mark: 'ReplacesMachines',
    on: 'change',
    kinds: ['controlplane.cluster.x-k8s.io/KubeadmControlPlane'],
    fields: [
      '/spec/version',
      '/spec/machineTemplate',
      '/spec/kubeadmConfigSpec',
    ],
    when: changesMachines,
    reason:
      'Version, template or kubeadm settings differ, so the control plane machines are replaced one after the other.',
  },
  {
    mark: 'ReplacesMachines',
    on: 'change',
    kinds: ['infrastructure.cluster.x-k8s.io/*ManagedMachinePool'],
    fields: ['/spec/amiVersion', '/spec/awsLaunchTemplate', '/spec/version'],
    reason:
      "The nodes' image or version differs, so the cloud replaces the nodes of the pool.",
  },
  {
    mark: 'ReplacesMachines',
    on: 'change',
    kinds: ['cluster.x-k8s.io/MachinePool'],
    fields: ['/metadata/annotations'],
    when: ({ before, after }) =>
      supersededBy(before) === undefined && supersededBy(after) !== undefined,
    reason:
      'A new pool takes its place, because the cloud changes no such field of a pool: this one stays beside it until somebody takes it away, and its machines with it.',
  },
  {
    mark: 'RemovesMachines',
    on: 'remove',
    kinds: [
      'cluster.x-k8s.io/MachineDeployment',
      'cluster.x-k8s.io/MachinePool',
      'cluster.x-k8s.io/MachineSet',
      'cluster.x-k8s.io/Machine',
    ],
    reason: 'Its machines are deleted, with what is on their disks.',
  },
  {
    mark: 'RemovesMachines',
    on: 'change',
    kinds: [
      'cluster.x-k8s.io/MachineDeployment',
      'cluster.x-k8s.io/MachinePool',
      'controlplane.cluster.x-k8s.io/KubeadmControlPlane',
    ],
    fields: ['/spec/replicas'],
    when: change => isLess(change, '/spec/replicas'),
    reason: 'There are fewer replicas: machines are drained and deleted.',
  },
  {
    mark: 'DeletesData',
    on: 'remove',
    kinds: ['cluster.x-k8s.io/Cluster', 'controlplane.cluster.x-k8s.io/*'],
    reason:
      'Cluster API deletes the cluster with its control plane, its machines and all that runs on them.',
  },

  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['infrastructure.cluster.x-k8s.io/*MachineTemplate'],
    fields: ['/spec'],
    reason:
      'Cluster API forbids to change a machine template: a new one takes another name.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['infrastructure.cluster.x-k8s.io/*ManagedMachinePool'],
    fields: [
      // CAPA: awsmanagedmachinepool_webhook.go, and what EKS changes of no node group.
      '/spec/instanceType',
      '/spec/instanceTypes',
      '/spec/diskSize',
      '/spec/amiType',
      '/spec/capacityType',
      '/spec/eksNodegroupName',
      '/spec/subnetIDs',
      '/spec/roleName',
      '/spec/remoteAccess',
      '/spec/availabilityZones',
      '/spec/availabilityZoneSubnetType',
      '/spec/awsLaunchTemplate/name',
      // CAPG: gcpmanagedmachinepool_webhook.go, and what it never hands on (nodepools/reconcile.go).
      '/spec/machineType',
      '/spec/diskSizeGb',
      '/spec/diskSizeGB',
      '/spec/diskType',
      '/spec/localSsdCount',
      '/spec/maxPodsPerNode',
      '/spec/nodeNetwork',
      '/spec/nodePoolName',
      '/spec/nodeSecurity',
      '/spec/additionalLabels',
      '/spec/management',
      '/spec/preemptible',
      '/spec/spot',
      // CAPZ: azuremanagedmachinepool_webhook.go, and the same of the Azure objects in its newer kind.
      ...inPoolAndResources(
        'availabilityZones',
        'enableEncryptionAtHost',
        'enableFIPS',
        'enableNodePublicIP',
        'enableUltraSSD',
        'kubeletConfig',
        'kubeletDiskType',
        'linuxOSConfig',
        'maxPods',
        'osDiskSizeGB',
        'osDiskType',
        'osType',
        'scaleSetPriority',
      ),
      '/spec/name',
      '/spec/sku',
      '/spec/subnetName',
      '/spec/nodePublicIPPrefixID',
      ...inResources('azureName', 'type', 'vmSize', 'vnetSubnetReference'),
    ],
    reason:
      'This field of a managed pool is immutable: the pool must be made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['cluster.x-k8s.io/MachineDeployment'],
    fields: ['/spec/selector', '/spec/clusterName'],
    reason:
      'This field of a MachineDeployment is immutable: it must be made anew, with its machines.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['cluster.x-k8s.io/Cluster'],
    fields: [
      '/spec/clusterNetwork',
      '/spec/controlPlaneRef',
      '/spec/infrastructureRef',
    ],
    reason:
      'A cluster keeps the networks and the infrastructure that it was made with: for others it must be made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: [
      'infrastructure.cluster.x-k8s.io/*Cluster',
      'infrastructure.cluster.x-k8s.io/*ManagedControlPlane',
      'controlplane.cluster.x-k8s.io/*ManagedControlPlane',
    ],
    fields: [
      '/spec/controlPlaneEndpoint',
      '/spec/region',
      '/spec/location',
      '/spec/project',
      '/spec/clusterName',
      '/spec/clusterNetwork',
      '/spec/eksClusterName',
      ...inResources('azureName', 'location', 'dnsPrefix'),
    ],
    reason:
      'A cluster keeps the place, the name and the address that it was made with: for others it must be made anew.',
  },
];

/** Fields of the Azure objects that CAPZ's own carry. */
function inResources(...fields: string[]): string[] {
  return fields.map(field => `/spec/resources/*/spec/${field}`);
}

function inPoolAndResources(...fields: string[]): string[] {
  return [...fields.map(field => `/spec/${field}`), ...inResources(...fields)];
}

function supersededBy(object: JudgedChange['after']): string | undefined {
  return object?.metadata.annotations?.[SUPERSEDED_BY];
}

function changesMachines({ fields }: JudgedChange): boolean {
  return fields.some(
    ({ path }) =>
      /^\/spec\/(template|machineTemplate|version|kubeadmConfigSpec)(\/|$)/.test(
        path,
      ) && !IN_PLACE.test(path),
  );
}
