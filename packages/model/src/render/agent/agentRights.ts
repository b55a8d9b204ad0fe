import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { compareText } from '../../problems';
import { bindingFor, RBAC, roleOf } from '../access';
import type { DriftLayer } from '../driftLayers';
import { AGENT, AGENT_SUBJECT, KEY_SECRET } from './names';
import { GroupKind, Plurals } from './plural';

/** One rule of a role. */
export interface RightsRule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

/** Verbs of who only looks. */
export const READ = ['get', 'list', 'watch'];

/** What an agent reads in every cluster, whatever that is given: who it is, its nodes, what scales things. */
const ALWAYS: readonly GroupKind[] = [
  { group: '', kind: 'Namespace' },
  { group: '', kind: 'Node' },
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'autoscaling.k8s.io', kind: 'VerticalPodAutoscaler' },
  { group: 'keda.sh', kind: 'ScaledObject' },
];

/** Of these charts are mostly made: which of them a release holds is known in the cluster alone. */
const CHART_KINDS: readonly GroupKind[] = [
  { group: '', kind: 'ConfigMap' },
  { group: '', kind: 'PersistentVolumeClaim' },
  { group: '', kind: 'Service' },
  { group: '', kind: 'ServiceAccount' },
  { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
  { group: 'apps', kind: 'DaemonSet' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'apps', kind: 'StatefulSet' },
  { group: 'batch', kind: 'CronJob' },
  { group: 'networking.k8s.io', kind: 'Ingress' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
  { group: RBAC, kind: 'ClusterRole' },
  { group: RBAC, kind: 'ClusterRoleBinding' },
  { group: RBAC, kind: 'Role' },
  { group: RBAC, kind: 'RoleBinding' },
];

/** Kinds to read where releases may be read. */
export function releasedKinds(
  layers: readonly DriftLayer[],
): readonly GroupKind[] {
  return layers.some(({ drift }) => drift.releases?.length) ? CHART_KINDS : [];
}

/** Rights to read the kinds of some objects, and those that are always read; never Secrets. */
export function baseRights(objects: readonly KubeObject[]): RightsRule[] {
  return rulesFor([...ALWAYS, ...objects.map(kindOf)], new Plurals(objects));
}

/**
 * Reading rights on the kinds that a cluster is given, beyond those that the agent has from its start. Every
 * cluster's own engine keeps them up to date; nothing where there are none.
 *
 * @param objects - all that the cluster is given
 * @param more - kinds that are read though nothing of them is given
 * @param base - what the agent may read anyhow
 */
export function agentPartRights(
  objects: readonly KubeObject[],
  more: readonly GroupKind[],
  base: readonly RightsRule[],
): KubeObject[] {
  const plurals = new Plurals(objects);
  const rules = rulesFor([...objects.map(kindOf), ...more], plurals, base);
  if (rules.length === 0) return [];
  const name = `${AGENT}-parts`;
  return [roleOf(rules, name), bindingFor(name, [AGENT_SUBJECT])];
}

/**
 * All that the agent may write: its Lease and its key, by name. A right to create can be given for a name because the
 * agent creates by server-side apply, which says it.
 */
export function ownRights(): RightsRule[] {
  const verbs = ['get', 'create', 'update', 'patch'];
  return [
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: [AGENT],
      verbs,
    },
    {
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: [KEY_SECRET],
      verbs,
    },
  ];
}

function kindOf(object: KubeObject): GroupKind {
  return { group: groupOf(object), kind: object.kind };
}

/** One rule a group, for kinds that `base` doesn't name; never for Secrets. */
export function rulesFor(
  kinds: readonly GroupKind[],
  plurals: Plurals,
  base: readonly RightsRule[] = [],
  verbs: string[] = READ,
): RightsRule[] {
  const groups = new Map<string, Set<string>>();
  for (const kind of kinds) {
    if (kind.group === '' && kind.kind === 'Secret') continue;
    const resource = plurals.of(kind);
    if (isIn(base, kind.group, resource)) continue;
    const resources = groups.get(kind.group) ?? new Set();
    groups.set(kind.group, resources.add(resource));
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([group, resources]) => ({
      apiGroups: [group],
      resources: [...resources].sort(compareText),
      verbs,
    }));
}

function isIn(
  rules: readonly RightsRule[],
  group: string,
  resource: string,
): boolean {
  return rules.some(
    ({ apiGroups, resources }) =>
      apiGroups.includes(group) && resources.includes(resource),
  );
}
