import type { TeamRule } from '../Engine';
import type { GroupKind } from './project';

/** Resources of Kubernetes itself, by group: a role speaks of resources, a project of kinds. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  '': [
    'ConfigMap',
    'Endpoints',
    'Event',
    'LimitRange',
    'PersistentVolumeClaim',
    'Pod',
    'ReplicationController',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  apps: ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  autoscaling: ['HorizontalPodAutoscaler'],
  batch: ['CronJob', 'Job'],
  'discovery.k8s.io': ['EndpointSlice'],
  'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
  policy: ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
};

const WRITES = new Set(['create', 'update', 'patch', '*']);

/**
 * The kinds that a role may write, for a project's list. Of groups that aren't Kubernetes' own the
 * kind's name isn't known here: the whole group is named, and the service account decides.
 */
export function writableKinds(rules: readonly TeamRule[]): GroupKind[] {
  const kinds = new Map<string, GroupKind>();
  for (const { apiGroups = [], resources = [], verbs } of rules) {
    if (!verbs.some(verb => WRITES.has(verb))) continue;
    for (const group of apiGroups) {
      for (const kind of kindsOf(group, resources)) {
        kinds.set(`${group}/${kind}`, { group, kind });
      }
    }
  }
  return [...kinds.keys()].sort().flatMap(key => kinds.get(key) ?? []);
}

function kindsOf(group: string, resources: readonly string[]): string[] {
  const known = KINDS[group];
  if (!known || resources.includes('*')) return ['*'];
  return known.filter(kind => resources.includes(resourceOf(kind)));
}

function resourceOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints') return name;
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`;
  return name.endsWith('s') ? `${name}es` : `${name}s`;
}
