import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../kinds';
import { compareText } from '../problems';
import { groupOf } from './built';

export const AGENT_NAMESPACE = 'flotilla-system';
const NAME = 'flotilla-agent';
const DEFAULT_IMAGE = 'flotilla/agent:0.1.0';
/** The agent's own key; the only Secret that it may read. */
const KEY_SECRET = 'flotilla-agent-key';

/** The agent in a cluster: reads what Flotilla renders, writes its own Lease and key, listens to nothing. */
export function agentObjects(
  fleet: Fleet,
  cluster: string,
  observed: readonly KubeObject[],
): KubeObject[] {
  const metadata = { name: NAME, namespace: AGENT_NAMESPACE };
  const subjects = [{ kind: 'ServiceAccount', ...metadata }];
  const rbac = 'rbac.authorization.k8s.io';
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: AGENT_NAMESPACE,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name: NAME },
      rules: readRules(observed),
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: NAME },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: NAME },
      subjects,
    },
    { apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules: ownRules() },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: rbac, kind: 'Role', name: NAME },
      subjects,
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      data: {
        'hub.url': fleet.spec.hub?.url ?? '',
        fleet: fleet.metadata.name,
        cluster,
      },
    },
    deployment(fleet.spec.hub?.agentImage ?? DEFAULT_IMAGE),
  ];
}

/** What any cluster holds that tells how its parts are. */
const ALWAYS: readonly [group: string, resource: string][] = [
  ['', 'events'],
  ['', 'namespaces'],
  ['', 'nodes'],
  ['', 'persistentvolumeclaims'],
  ['', 'pods'],
  ['apiextensions.k8s.io', 'customresourcedefinitions'],
  ['apps', 'replicasets'],
  ['autoscaling', 'horizontalpodautoscalers'],
  ['cluster.x-k8s.io', '*'],
  ['helm.toolkit.fluxcd.io', '*'],
  ['kustomize.toolkit.fluxcd.io', '*'],
  ['source.toolkit.fluxcd.io', '*'],
];

/** Reading rights on the kinds that are rendered, group by group; never on Secrets. */
function readRules(observed: readonly KubeObject[]): unknown[] {
  const groups = new Map<string, Set<string>>();
  const allow = (group: string, resource: string) =>
    groups.set(group, (groups.get(group) ?? new Set()).add(resource));
  ALWAYS.forEach(([group, resource]) => allow(group, resource));
  for (const object of observed) {
    if (object.kind === 'Secret' && groupOf(object) === '') continue;
    allow(groupOf(object), pluralOf(object.kind));
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([group, resources]) => ({
      apiGroups: [group],
      resources: resources.has('*') ? ['*'] : [...resources].sort(compareText),
      verbs: ['get', 'list', 'watch'],
    }));
}

/** The resource name of a kind, by the rule that API conventions follow. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (name.endsWith('endpoints')) return name;
  if (/(s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
}

function ownRules(): unknown[] {
  const writes = ['get', 'update', 'patch'];
  return [
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      resourceNames: [NAME],
      verbs: writes,
    },
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      verbs: ['create'],
    },
    {
      apiGroups: [''],
      resources: ['secrets'],
      resourceNames: [KEY_SECRET],
      verbs: writes,
    },
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
  ];
}

function deployment(image: string): KubeObject {
  const labels = { 'app.kubernetes.io/name': NAME };
  const setting = (name: string, key: string) => ({
    name,
    valueFrom: { configMapKeyRef: { name: NAME, key } },
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: NAME, namespace: AGENT_NAMESPACE, labels },
    spec: {
      replicas: 1,
      // Two agents of one cluster would report past each other.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: NAME,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'agent',
              image,
              args: ['agent', 'run'],
              env: [
                setting('FLOTILLA_HUB_URL', 'hub.url'),
                setting('FLOTILLA_FLEET', 'fleet'),
                setting('FLOTILLA_CLUSTER', 'cluster'),
              ],
              resources: {
                requests: { cpu: '50m', memory: '128Mi' },
                limits: { memory: '256Mi' },
              },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
}
