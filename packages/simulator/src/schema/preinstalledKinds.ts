import { customRoot } from './customKinds';
import { Kind, namesOf } from './kinds';
import { ANY, ListOf, Schema, Struct } from './Schema';

/** Conditions of Cluster API objects merge by type; Flux's are replaced as a whole. */
const CONDITIONS_BY_TYPE: ListOf = {
  type: 'list',
  items: ANY,
  merge: 'map',
  keys: ['type'],
};

const FLUX = 'toolkit.fluxcd.io';
const CAPI = 'cluster.x-k8s.io';

/** apiVersion, kind, plural, short names. */
const ROWS: readonly [string, string, string, string][] = [
  [`source.${FLUX}/v1`, 'GitRepository', 'gitrepositories', 'gitrepo'],
  [`source.${FLUX}/v1`, 'HelmRepository', 'helmrepositories', 'helmrepo'],
  [`source.${FLUX}/v1`, 'HelmChart', 'helmcharts', 'hc'],
  [`source.${FLUX}/v1`, 'OCIRepository', 'ocirepositories', 'ocirepo'],
  [`kustomize.${FLUX}/v1`, 'Kustomization', 'kustomizations', 'ks'],
  [`helm.${FLUX}/v2`, 'HelmRelease', 'helmreleases', 'hr'],
  [`notification.${FLUX}/v1`, 'Receiver', 'receivers', ''],
  [`notification.${FLUX}/v1beta3`, 'Provider', 'providers', ''],
  [`notification.${FLUX}/v1beta3`, 'Alert', 'alerts', ''],
  [`${CAPI}/v1beta2`, 'Cluster', 'clusters', 'cl'],
  [`${CAPI}/v1beta2`, 'MachineDeployment', 'machinedeployments', 'md'],
  [`${CAPI}/v1beta2`, 'MachineSet', 'machinesets', 'ms'],
  [`${CAPI}/v1beta2`, 'Machine', 'machines', 'ma'],
  [`${CAPI}/v1beta2`, 'MachinePool', 'machinepools', 'mp'],
  [`${CAPI}/v1beta2`, 'MachineHealthCheck', 'machinehealthchecks', 'mhc'],
  [`${CAPI}/v1beta2`, 'ClusterClass', 'clusterclasses', 'cc'],
  [`addons.${CAPI}/v1beta2`, 'ClusterResourceSet', 'clusterresourcesets', ''],
  [
    `addons.${CAPI}/v1beta2`,
    'ClusterResourceSetBinding',
    'clusterresourcesetbindings',
    '',
  ],
  [`bootstrap.${CAPI}/v1beta2`, 'KubeadmConfig', 'kubeadmconfigs', ''],
  [
    `bootstrap.${CAPI}/v1beta2`,
    'KubeadmConfigTemplate',
    'kubeadmconfigtemplates',
    '',
  ],
  [`bootstrap.${CAPI}/v1beta2`, 'EKSConfig', 'eksconfigs', 'eksc'],
  [
    `bootstrap.${CAPI}/v1beta2`,
    'EKSConfigTemplate',
    'eksconfigtemplates',
    'eksct',
  ],
  [
    `controlplane.${CAPI}/v1beta2`,
    'KubeadmControlPlane',
    'kubeadmcontrolplanes',
    'kcp',
  ],
  [
    `controlplane.${CAPI}/v1beta2`,
    'KubeadmControlPlaneTemplate',
    'kubeadmcontrolplanetemplates',
    '',
  ],
  [
    `controlplane.${CAPI}/v1beta2`,
    'AWSManagedControlPlane',
    'awsmanagedcontrolplanes',
    'awsmcp',
  ],
  [`infrastructure.${CAPI}/v1beta2`, 'AWSCluster', 'awsclusters', 'awsc'],
  [`infrastructure.${CAPI}/v1beta2`, 'AWSMachine', 'awsmachines', 'awsm'],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'AWSMachineTemplate',
    'awsmachinetemplates',
    'awsmt',
  ],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'AWSMachinePool',
    'awsmachinepools',
    'awsmp',
  ],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'AWSManagedCluster',
    'awsmanagedclusters',
    'awsmc',
  ],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'AWSManagedMachinePool',
    'awsmanagedmachinepools',
    'awsmmp',
  ],
  [
    `infrastructure.${CAPI}/v1beta1`,
    'AzureASOManagedCluster',
    'azureasomanagedclusters',
    '',
  ],
  [
    `infrastructure.${CAPI}/v1beta1`,
    'AzureASOManagedControlPlane',
    'azureasomanagedcontrolplanes',
    '',
  ],
  [
    `infrastructure.${CAPI}/v1beta1`,
    'AzureASOManagedMachinePool',
    'azureasomanagedmachinepools',
    '',
  ],
  [
    `infrastructure.${CAPI}/v1beta1`,
    'GCPManagedCluster',
    'gcpmanagedclusters',
    '',
  ],
  [
    `infrastructure.${CAPI}/v1beta1`,
    'GCPManagedControlPlane',
    'gcpmanagedcontrolplanes',
    '',
  ],
  [
    `infrastructure.${CAPI}/v1beta1`,
    'GCPManagedMachinePool',
    'gcpmanagedmachinepools',
    '',
  ],
  [`infrastructure.${CAPI}/v1beta2`, 'Metal3Cluster', 'metal3clusters', ''],
  [`infrastructure.${CAPI}/v1beta2`, 'Metal3Machine', 'metal3machines', ''],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'Metal3MachineTemplate',
    'metal3machinetemplates',
    '',
  ],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'Metal3DataTemplate',
    'metal3datatemplates',
    '',
  ],
  [`infrastructure.${CAPI}/v1beta1`, 'VSphereCluster', 'vsphereclusters', ''],
  [`infrastructure.${CAPI}/v1beta1`, 'VSphereMachine', 'vspheremachines', ''],
  [
    `infrastructure.${CAPI}/v1beta1`,
    'VSphereMachineTemplate',
    'vspheremachinetemplates',
    '',
  ],
  [`infrastructure.${CAPI}/v1beta2`, 'VSphereCluster', 'vsphereclusters', ''],
  [`infrastructure.${CAPI}/v1beta2`, 'VSphereMachine', 'vspheremachines', ''],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'VSphereMachineTemplate',
    'vspheremachinetemplates',
    '',
  ],
  [`infrastructure.${CAPI}/v1beta2`, 'DevCluster', 'devclusters', ''],
  [`infrastructure.${CAPI}/v1beta2`, 'DevMachine', 'devmachines', ''],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'DevMachineTemplate',
    'devmachinetemplates',
    '',
  ],
  [`infrastructure.${CAPI}/v1beta2`, 'DockerCluster', 'dockerclusters', ''],
  [`infrastructure.${CAPI}/v1beta2`, 'DockerMachine', 'dockermachines', ''],
  [
    `infrastructure.${CAPI}/v1beta2`,
    'DockerMachineTemplate',
    'dockermachinetemplates',
    '',
  ],
];

function schemaOf(group: string): Struct {
  const status: Struct = {
    type: 'struct',
    open: true,
    fields: new Map<string, Schema>(
      group.endsWith(CAPI) ? [['conditions', CONDITIONS_BY_TYPE]] : [],
    ),
  };
  return customRoot({
    type: 'struct',
    fields: new Map<string, Schema>([
      ['spec', { type: 'struct', open: true, fields: new Map() }],
      ['status', status],
    ]),
  });
}

/**
 * Kinds of Flux and Cluster API: served by every simulated cluster, as their definitions are
 * installed beforehand and aren't part of what the fleet repository renders. A
 * CustomResourceDefinition that is applied takes the place of the kind here.
 */
export const PREINSTALLED_KINDS: readonly Kind[] = ROWS.map(
  ([apiVersion, kind, plural, shortNames]) => {
    const names = namesOf(apiVersion, kind, plural, shortNames);
    const { group } = names;
    return {
      ...names,
      namespaced: true,
      categories: group.endsWith(CAPI) ? ['cluster-api'] : [],
      hasStatus: !kind.endsWith('Template'),
      hasScale:
        /^(MachineDeployment|MachineSet|MachinePool|KubeadmControlPlane)$/.test(
          kind,
        ),
      custom: true,
      schema: schemaOf(group),
    };
  },
);
