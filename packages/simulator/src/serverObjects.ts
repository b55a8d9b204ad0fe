import { KubeObject } from './objects/KubeObject';
import { ApiServer } from './store/ApiServer';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

const CLUSTER_ROLES: readonly KubeObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'cluster-admin' },
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
  },
  ...['admin', 'edit', 'view'].map(
    (name): KubeObject => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      aggregationRule: {
        clusterRoleSelectors: [
          {
            matchLabels: {
              [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true',
            },
          },
        ],
      },
      rules: [],
    }),
  ),
];

/** What every cluster has before anybody applies anything. */
export function createServerObjects(api: ApiServer): void {
  const options = { manager: 'kube-apiserver' };
  for (const name of NAMESPACES) {
    api.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
      options,
    );
  }
  api.create(
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'kubernetes',
        namespace: 'default',
        labels: { component: 'apiserver', provider: 'kubernetes' },
      },
      spec: {
        clusterIP: '10.96.0.1',
        type: 'ClusterIP',
        ports: [
          { name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 },
        ],
      },
    },
    options,
  );
  for (const role of CLUSTER_ROLES) api.create(role, options);
  api.create(
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'cluster-admin' },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: 'system:masters',
        },
      ],
    },
    options,
  );
}
