import { parseManifests } from '../source/manifests';
import { CONSEQUENCE_RULES } from './consequenceRules';
import { diffObjects } from './diffObjects';

/** An object of a kind with a body in flow style. */
function object(kind: string, body: string, metadata = ''): string {
  const [apiVersion, name] = kind.split(' ');
  return `apiVersion: ${apiVersion}\nkind: ${name}\nmetadata: {name: it${metadata}}\n${body}\n`;
}

function marks(before: string, after: string): string[] {
  return diffObjects(parseManifests(before), parseManifests(after)).flatMap(
    ({ consequences }) => consequences.map(({ mark }) => mark),
  );
}

const RBAC = 'rbac.authorization.k8s.io/v1';
const MACHINES = 'cluster.x-k8s.io/v1beta2';

describe('a change', () => {
  it.each([
    [
      'apps/v1 Deployment',
      'spec: {template: {spec: {nodeName: a}}}',
      'spec: {template: {spec: {nodeName: b}}}',
      ['RestartsPods'],
    ],
    ['apps/v1 Deployment', 'spec: {replicas: 1}', 'spec: {replicas: 2}', []],
    [
      'apps/v1 Deployment',
      'spec: {replicas: 1}',
      'spec: {replicas: 0}',
      ['StopsWorkload'],
    ],
    [
      'apps/v1 DaemonSet',
      'spec: {updateStrategy: {type: OnDelete}, template: {spec: {nodeName: a}}}',
      'spec: {updateStrategy: {type: OnDelete}, template: {spec: {nodeName: b}}}',
      [],
    ],
    ['v1 ConfigMap', 'data: {a: b}', 'data: {a: c}', []],
    [
      'v1 ConfigMap',
      'data: {a: b}\nimmutable: true',
      'data: {a: c}\nimmutable: true',
      ['Recreates'],
    ],
    [
      'apps/v1 Deployment',
      'spec: {selector: {matchLabels: {a: b}}}',
      'spec: {selector: {matchLabels: {a: c}}}',
      ['Recreates'],
    ],
    [
      'apps/v1 StatefulSet',
      'spec: {volumeClaimTemplates: [{metadata: {name: a}, spec: {x: 1}}]}',
      'spec: {volumeClaimTemplates: [{metadata: {name: a}, spec: {x: 2}}]}',
      ['Recreates'],
    ],
    [
      'apps/v1 StatefulSet',
      'spec: {replicas: 3, persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}}',
      'spec: {replicas: 2, persistentVolumeClaimRetentionPolicy: {whenScaled: Delete}}',
      ['DeletesData'],
    ],
    [
      'batch/v1 Job',
      'spec: {template: {spec: {nodeName: a}}}',
      'spec: {template: {spec: {nodeName: b}}}',
      ['Recreates'],
    ],
    [
      'batch/v1 CronJob',
      'spec: {jobTemplate: {spec: {template: {spec: {nodeName: a}}}}}',
      'spec: {jobTemplate: {spec: {template: {spec: {nodeName: b}}}}}',
      [],
    ],
    [
      'v1 Service',
      'spec: {clusterIP: 10.0.0.1}',
      'spec: {clusterIP: 10.0.0.2}',
      ['Recreates', 'InterruptsTraffic'],
    ],
    [
      'storage.k8s.io/v1 StorageClass',
      'reclaimPolicy: Delete',
      'reclaimPolicy: Retain',
      ['Recreates'],
    ],
    [
      'storage.k8s.io/v1 StorageClass',
      'allowVolumeExpansion: false',
      'allowVolumeExpansion: true',
      [],
    ],
    [
      'v1 PersistentVolumeClaim',
      'spec: {resources: {requests: {storage: 1Gi}}}',
      'spec: {resources: {requests: {storage: 2Gi}}}',
      [],
    ],
    [
      'apiextensions.k8s.io/v1 CustomResourceDefinition',
      'spec: {scope: Cluster}',
      'spec: {scope: Namespaced}',
      ['DeletesData'],
    ],
    [
      `${MACHINES} MachineDeployment`,
      'spec: {replicas: 3}',
      'spec: {replicas: 5}',
      [],
    ],
    [
      `${MACHINES} MachineDeployment`,
      'spec: {replicas: 5}',
      'spec: {replicas: 3}',
      ['RemovesMachines'],
    ],
    [
      `${MACHINES} MachineDeployment`,
      'spec: {template: {spec: {infrastructureRef: {name: it-1}}}}',
      'spec: {template: {spec: {infrastructureRef: {name: it-2}}}}',
      ['ReplacesMachines'],
    ],
    [
      `${MACHINES} MachineDeployment`,
      'spec: {template: {metadata: {labels: {a: b}}}}',
      'spec: {template: {metadata: {labels: {a: c}}}}',
      [],
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta2 KubeadmControlPlane',
      'spec: {version: v1.35.4}',
      'spec: {version: v1.36.1}',
      ['ReplacesMachines'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta2 AWSManagedMachinePool',
      'spec: {instanceType: a}',
      'spec: {instanceType: b}',
      ['Recreates'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta2 AWSManagedMachinePool',
      'spec: {amiType: a}',
      'spec: {amiType: b}',
      ['Recreates'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta2 AWSManagedMachinePool',
      'spec: {scaling: {maxSize: 3}}',
      'spec: {scaling: {maxSize: 5}}',
      [],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta1 GCPManagedMachinePool',
      'spec: {diskSizeGb: 100}',
      'spec: {diskSizeGb: 200}',
      ['Recreates'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta1 AzureASOManagedMachinePool',
      'spec: {resources: [{spec: {vmSize: a}}]}',
      'spec: {resources: [{spec: {vmSize: b}}]}',
      ['Recreates'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta1 GCPManagedMachinePool',
      'spec: {spot: false}',
      'spec: {spot: true}',
      ['Recreates'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta1 AzureASOManagedMachinePool',
      'spec: {resources: [{spec: {availabilityZones: ["1"]}}]}',
      'spec: {resources: [{spec: {availabilityZones: ["1", "2"]}}]}',
      ['Recreates'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta1 AzureASOManagedMachinePool',
      'spec: {resources: [{spec: {maxCount: 3}}]}',
      'spec: {resources: [{spec: {maxCount: 5}}]}',
      [],
    ],
    [
      `${MACHINES} MachineDeployment`,
      'spec: {selector: {matchLabels: {a: b}}}',
      'spec: {selector: {matchLabels: {a: c}}}',
      ['Recreates'],
    ],
    [
      `${MACHINES} Cluster`,
      'spec: {clusterNetwork: {pods: {cidrBlocks: [10.1.0.0/16]}}}',
      'spec: {clusterNetwork: {pods: {cidrBlocks: [10.2.0.0/16]}}}',
      ['Recreates'],
    ],
    [
      'infrastructure.cluster.x-k8s.io/v1beta2 VSphereCluster',
      'spec: {controlPlaneEndpoint: {host: 10.20.8.10}}',
      'spec: {controlPlaneEndpoint: {host: 10.20.8.11}}',
      ['Recreates'],
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta2 AWSManagedControlPlane',
      'spec: {region: eu-west-1}',
      'spec: {region: us-east-1}',
      ['Recreates'],
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta2 AWSManagedControlPlane',
      'spec: {version: v1.35.4}',
      'spec: {version: v1.36.1}',
      [],
    ],
    [
      `${RBAC} ClusterRole`,
      'rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]',
      'rules: [{apiGroups: [""], resources: [pods], verbs: [get, delete]}]',
      ['WidensRights'],
    ],
    [
      `${RBAC} ClusterRole`,
      'rules: [{apiGroups: [""], resources: [pods], verbs: ["*"]}]',
      'rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]',
      [],
    ],
    [
      `${RBAC} ClusterRole`,
      'rules: [{apiGroups: [""], resources: [pods, secrets], verbs: [get]}]',
      'rules: [{apiGroups: [""], resources: [pods], verbs: [get]}, {apiGroups: [""], resources: [secrets], verbs: [get]}]',
      [],
    ],
    [
      `${RBAC} Role`,
      'rules: [{apiGroups: [""], resources: [secrets], resourceNames: [a], verbs: [get]}]',
      'rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]',
      ['WidensRights'],
    ],
    [
      `${RBAC} RoleBinding`,
      'subjects: [{kind: User, name: a}, {kind: User, name: b}]',
      'subjects: [{kind: User, name: a}]',
      [],
    ],
    [
      `${RBAC} RoleBinding`,
      'subjects: [{kind: User, name: a}]',
      'subjects: [{kind: User, name: b}]',
      ['WidensRights'],
    ],
    [
      `${RBAC} RoleBinding`,
      'roleRef: {name: view}',
      'roleRef: {name: admin}',
      ['Recreates'],
    ],
  ])('of a %s: %s → %s', (kind, before, after, expected) => {
    expect(marks(object(kind, before), object(kind, after))).toEqual(expected);
  });
});

describe('what is gone', () => {
  it.each([
    ['v1 Namespace', '', ['DeletesNamespace']],
    ['v1 PersistentVolumeClaim', '', ['DeletesData']],
    [
      'v1 PersistentVolume',
      'spec: {persistentVolumeReclaimPolicy: Retain}',
      [],
    ],
    ['apiextensions.k8s.io/v1 CustomResourceDefinition', '', ['DeletesData']],
    ['apps/v1 Deployment', '', ['StopsWorkload']],
    [
      'apps/v1 StatefulSet',
      'spec: {volumeClaimTemplates: [{}]}',
      ['StopsWorkload'],
    ],
    [
      'apps/v1 StatefulSet',
      'spec: {volumeClaimTemplates: [{}], persistentVolumeClaimRetentionPolicy: {whenDeleted: Delete}}',
      ['DeletesData', 'StopsWorkload'],
    ],
    [`${MACHINES} Cluster`, '', ['DeletesData']],
    [`${MACHINES} MachineDeployment`, '', ['RemovesMachines']],
    ['v1 Service', '', ['InterruptsTraffic']],
    ['v1 ConfigMap', '', []],
  ])('a %s %s', (kind, body, expected) => {
    expect(marks(object(kind, body), '')).toEqual(expected);
  });

  it('stays behind where the engine never prunes it', () => {
    const flux = ', annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}';
    const argo =
      ', annotations: {argocd.argoproj.io/sync-options: "Delete=false,Prune=false"}';
    expect(marks(object('v1 Namespace', '', flux), '')).toEqual([
      'StaysBehind',
    ]);
    expect(marks(object('v1 Namespace', '', argo), '')).toEqual([
      'StaysBehind',
    ]);
  });
});

it('a pool that another one takes the place of gives its machines away, once', () => {
  const pool = (annotation = '') =>
    object(
      `${MACHINES} MachinePool`,
      '',
      annotation &&
        `, annotations: {flotilla.dev/superseded-by: ${annotation}}`,
    );
  expect(marks(pool(), pool('it-2'))).toEqual(['ReplacesMachines']);
  expect(marks(pool('it-2'), pool('it-3'))).toEqual([]);
  expect(marks(pool('it-2'), pool())).toEqual([]);
  expect(marks(pool('it-2'), '')).toEqual(['RemovesMachines']);
});

it('a new binding widens rights, a new role alone does not', () => {
  expect(marks('', object(`${RBAC} RoleBinding`, ''))).toEqual([
    'WidensRights',
  ]);
  expect(marks('', object(`${RBAC} Role`, 'rules: []'))).toEqual([]);
});

it('every rule says why in a sentence', () => {
  for (const { reason } of CONSEQUENCE_RULES) {
    expect(reason).toMatch(/^[A-Z].*\.$/);
  }
});
