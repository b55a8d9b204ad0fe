import type { ConsequenceRule } from './ConsequenceRule';
import { at, isLess } from './judged';
import { MACHINE_RULES } from './machineRules';
import { bindsMore, grantsMore } from './rights';

const WITH_PODS = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet'];

/**
 * What changes do beyond the object they are in. Kubernetes' own rules are those of its API reference
 * and validation (v1.36), Cluster API's those of its book. A new rule is a new entry here.
 */
export const CONSEQUENCE_RULES: readonly ConsequenceRule[] = [
  {
    mark: 'RestartsPods',
    on: 'change',
    kinds: [...WITH_PODS, 'argoproj.io/Rollout'],
    fields: ['/spec/template'],
    when: ({ after }) => at(after, '/spec/updateStrategy/type') !== 'OnDelete',
    reason: 'The pod template differs, so every pod is replaced by a new one.',
  },
  {
    mark: 'StopsWorkload',
    on: 'remove',
    kinds: [...WITH_PODS, 'batch/Job', 'batch/CronJob', '/Pod'],
    reason: 'Its pods stop and nothing starts them again.',
  },
  {
    mark: 'StopsWorkload',
    on: 'change',
    kinds: ['apps/Deployment', 'apps/StatefulSet'],
    fields: ['/spec/replicas'],
    when: ({ after }) => at(after, '/spec/replicas') === 0,
    reason: 'No replica is left.',
  },
  {
    mark: 'StopsWorkload',
    on: 'change',
    kinds: ['batch/CronJob'],
    fields: ['/spec/suspend'],
    when: ({ after }) => at(after, '/spec/suspend') === true,
    reason: 'It is suspended: no new run starts.',
  },

  ...MACHINE_RULES,

  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['apps/Deployment', 'apps/DaemonSet', 'apps/ReplicaSet'],
    fields: ['/spec/selector'],
    reason:
      'The selector of a workload is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['apps/StatefulSet'],
    fields: [
      '/spec/selector',
      '/spec/serviceName',
      '/spec/podManagementPolicy',
      '/spec/volumeClaimTemplates',
    ],
    reason:
      'This field of a StatefulSet is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['batch/Job'],
    fields: ['/spec/template', '/spec/selector', '/spec/completionMode'],
    reason:
      'A Job that was made runs as it was made: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['/Service'],
    fields: ['/spec/clusterIP', '/spec/clusterIPs'],
    when: ({ before }) => at(before, '/spec/clusterIP') !== undefined,
    reason:
      "A Service's cluster address is immutable: it must be deleted and made anew.",
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['/PersistentVolumeClaim'],
    fields: [
      '/spec/storageClassName',
      '/spec/accessModes',
      '/spec/volumeName',
      '/spec/volumeMode',
      '/spec/selector',
      '/spec/dataSource',
      '/spec/dataSourceRef',
    ],
    reason:
      'Of a claim only the size can change: for anything else it must be made anew, without its data.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['storage.k8s.io/StorageClass'],
    fields: [
      '/provisioner',
      '/parameters',
      '/reclaimPolicy',
      '/volumeBindingMode',
    ],
    reason:
      'This field of a StorageClass is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: [
      'rbac.authorization.k8s.io/RoleBinding',
      'rbac.authorization.k8s.io/ClusterRoleBinding',
    ],
    fields: ['/roleRef'],
    reason:
      'The role of a binding is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['/ConfigMap', '/Secret'],
    fields: ['/data', '/binaryData', '/stringData'],
    when: ({ before }) => before?.immutable === true,
    reason: 'It is marked immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['/Secret'],
    fields: ['/type'],
    reason:
      'The type of a Secret is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['scheduling.k8s.io/PriorityClass'],
    fields: ['/value', '/preemptionPolicy'],
    reason:
      'This field of a PriorityClass is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['networking.k8s.io/IngressClass'],
    fields: ['/spec/controller'],
    reason:
      'The controller of an IngressClass is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'Recreates',
    on: 'change',
    kinds: ['storage.k8s.io/CSIDriver'],
    fields: [
      '/spec/attachRequired',
      '/spec/volumeLifecycleModes',
      '/spec/fsGroupPolicy',
    ],
    reason:
      'This field of a CSIDriver is immutable: it must be deleted and made anew.',
  },
  {
    mark: 'DeletesData',
    on: 'remove',
    kinds: ['/PersistentVolumeClaim'],
    reason:
      'With its claim goes the volume, where the storage class reclaims by deleting.',
  },
  {
    mark: 'DeletesData',
    on: 'remove',
    kinds: ['/PersistentVolume'],
    when: ({ before }) =>
      at(before, '/spec/persistentVolumeReclaimPolicy') !== 'Retain',
    reason: 'The volume goes, and what is on it.',
  },
  {
    mark: 'DeletesData',
    on: 'remove',
    kinds: ['apps/StatefulSet'],
    when: ({ before }) =>
      Array.isArray(at(before, '/spec/volumeClaimTemplates')) &&
      at(before, '/spec/persistentVolumeClaimRetentionPolicy/whenDeleted') ===
        'Delete',
    reason: 'Its claims go with it, as its retention policy says.',
  },
  {
    mark: 'DeletesData',
    on: 'change',
    kinds: ['apps/StatefulSet'],
    fields: ['/spec/replicas'],
    when: change =>
      isLess(change, '/spec/replicas') &&
      at(
        change.after,
        '/spec/persistentVolumeClaimRetentionPolicy/whenScaled',
      ) === 'Delete',
    reason:
      'The claims of the replicas that go are deleted, as its retention policy says.',
  },
  {
    mark: 'DeletesData',
    on: 'remove',
    kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
    reason:
      'With the definition go all objects of its kind, in all namespaces.',
  },
  {
    mark: 'DeletesData',
    on: 'change',
    kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
    fields: [
      '/spec/group',
      '/spec/scope',
      '/spec/names/kind',
      '/spec/names/plural',
    ],
    reason:
      'This field is immutable: the definition must be made anew, and all objects of its kind go with the old one.',
  },
  {
    mark: 'DeletesNamespace',
    on: 'remove',
    kinds: ['/Namespace'],
    reason: 'Everything in the namespace goes with it.',
  },

  {
    mark: 'InterruptsTraffic',
    on: 'remove',
    kinds: [
      '/Service',
      'networking.k8s.io/Ingress',
      'networking.k8s.io/IngressClass',
      'gateway.networking.k8s.io/*',
    ],
    reason: 'Whoever reaches something through it no longer does.',
  },
  {
    mark: 'InterruptsTraffic',
    on: 'change',
    kinds: ['/Service'],
    fields: ['/spec/selector', '/spec/type', '/spec/ports', '/spec/clusterIP'],
    reason:
      'It sends traffic elsewhere, or by another way: connections break, and an address may be another one.',
  },
  {
    mark: 'InterruptsTraffic',
    on: 'change',
    kinds: ['networking.k8s.io/Ingress', 'gateway.networking.k8s.io/*'],
    fields: ['/spec'],
    reason: 'It sends traffic elsewhere, or by another way.',
  },
  {
    mark: 'InterruptsTraffic',
    on: 'change',
    kinds: ['networking.k8s.io/NetworkPolicy'],
    fields: ['/spec'],
    reason: 'What it no longer allows is cut off.',
  },

  {
    mark: 'WidensRights',
    on: 'change',
    kinds: [
      'rbac.authorization.k8s.io/Role',
      'rbac.authorization.k8s.io/ClusterRole',
    ],
    when: ({ before, after }) => grantsMore(before, after),
    reason: 'Whoever has the role may do more than before.',
  },
  {
    mark: 'WidensRights',
    on: 'change',
    kinds: ['rbac.authorization.k8s.io/ClusterRole'],
    fields: ['/aggregationRule'],
    reason: 'The role takes its rules from other roles than before.',
  },
  {
    mark: 'WidensRights',
    on: 'add',
    kinds: [
      'rbac.authorization.k8s.io/RoleBinding',
      'rbac.authorization.k8s.io/ClusterRoleBinding',
    ],
    reason: 'Its subjects get the rights of its role.',
  },
  {
    mark: 'WidensRights',
    on: 'change',
    kinds: [
      'rbac.authorization.k8s.io/RoleBinding',
      'rbac.authorization.k8s.io/ClusterRoleBinding',
    ],
    when: ({ before, after }) => bindsMore(before, after),
    reason: 'A subject that it is new to gets the rights of its role.',
  },
];
