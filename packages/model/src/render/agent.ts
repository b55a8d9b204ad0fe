import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import type { Fleet } from '../kinds';
import { compareText } from '../problems';
import { bindingFor } from './access';

export const AGENT_NAMESPACE = 'flotilla-system';
const RBAC = 'rbac.authorization.k8s.io';
const NAME = 'flotilla-agent';
const DEFAULT_IMAGE = 'flotilla/agent:0.1.0';
/** The agent's own key; the only Secret that it may read. */
const KEY_SECRET = 'flotilla-agent-key';

/** The agent in a cluster: reads what Flotilla renders, writes its own Lease and key, listens to nothing. */
export function agentObjects(fleet: Fleet, cluster: string): KubeObject[] {
  const metadata = { name: NAME, namespace: AGENT_NAMESPACE };
  const subjects = [{ kind: 'ServiceAccount', ...metadata }];
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
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name: NAME },
      rules: readRules(),
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: NAME },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: NAME },
      subjects,
    },
    { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata, rules: ownRules() },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: RBAC, kind: 'Role', name: NAME },
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

/**
 * What the agent may read in any cluster. It doesn't depend on what the cluster is given, because in
 * an existing cluster a person applies it, once. Secrets are not among it.
 */
const CORE = [
  'configmaps',
  'endpoints',
  'events',
  'limitranges',
  'namespaces',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'serviceaccounts',
  'services',
];
const GROUPS = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'bootstrap.cluster.x-k8s.io',
  'cluster.x-k8s.io',
  'controlplane.cluster.x-k8s.io',
  'discovery.k8s.io',
  'helm.toolkit.fluxcd.io',
  'infrastructure.cluster.x-k8s.io',
  'kustomize.toolkit.fluxcd.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'source.toolkit.fluxcd.io',
  'storage.k8s.io',
];
const READ = ['get', 'list', 'watch'];

function readRules(): unknown[] {
  return [
    { apiGroups: [''], resources: CORE, verbs: READ },
    { apiGroups: GROUPS, resources: ['*'], verbs: READ },
  ];
}

/**
 * Reading rights on the kinds that components bring along, which every cluster's own engine keeps up
 * to date; nothing where there are none.
 */
export function agentPartRights(observed: readonly KubeObject[]): KubeObject[] {
  const groups = new Map<string, Set<string>>();
  for (const object of observed) {
    const group = groupOf(object);
    if (group === '' || GROUPS.includes(group)) continue;
    groups.set(
      group,
      (groups.get(group) ?? new Set()).add(pluralOf(object.kind)),
    );
  }
  if (groups.size === 0) return [];
  const name = `${NAME}-parts`;
  const rules = [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([group, resources]) => ({
      apiGroups: [group],
      resources: [...resources].sort(compareText),
      verbs: READ,
    }));
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules,
    },
    bindingFor(name, [
      { kind: 'ServiceAccount', name: NAME, namespace: AGENT_NAMESPACE },
    ]),
  ];
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
