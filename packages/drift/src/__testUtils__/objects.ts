import { KubeObject, ManagedFieldsEntry } from '../object';

/** A Deployment as Git declares it. */
export function desiredDeployment(): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            {
              name: 'app',
              image: 'shop/web:1.0',
              env: [
                { name: 'MODE', value: 'fast' },
                { name: 'DB_PASSWORD', value: 'hunter2' },
              ],
              ports: [{ containerPort: 8080 }],
              resources: { requests: { cpu: '1000m', memory: '1024Mi' } },
            },
            { name: 'proxy', image: 'shop/proxy:3.1' },
          ],
        },
      },
    },
  };
}

export const FLUX_TIME = '2026-11-20T07:00:00Z';
export const EDIT_TIME = '2026-11-21T08:58:54Z';
export const NOW = '2026-11-21T09:00:00Z';

/** What Flux's entry in managedFields says of {@link desiredDeployment}. */
export function fluxEntry(): ManagedFieldsEntry {
  return {
    manager: 'kustomize-controller',
    operation: 'Apply',
    apiVersion: 'apps/v1',
    time: FLUX_TIME,
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': {
        'f:labels': {
          'f:app': {},
          'f:kustomize.toolkit.fluxcd.io/name': {},
          'f:kustomize.toolkit.fluxcd.io/namespace': {},
        },
      },
      'f:spec': {
        'f:replicas': {},
        'f:selector': {},
        'f:strategy': {},
        'f:template': {
          'f:metadata': { 'f:labels': { 'f:app': {} } },
          'f:spec': {
            'f:containers': {
              'k:{"name":"app"}': {
                '.': {},
                'f:name': {},
                'f:image': {},
                'f:env': {
                  'k:{"name":"MODE"}': { '.': {}, 'f:name': {}, 'f:value': {} },
                  'k:{"name":"DB_PASSWORD"}': {
                    '.': {},
                    'f:name': {},
                    'f:value': {},
                  },
                },
                'f:ports': {
                  'k:{"containerPort":8080,"protocol":"TCP"}': {
                    '.': {},
                    'f:containerPort': {},
                    'f:protocol': {},
                  },
                },
                'f:resources': {
                  'f:requests': { 'f:cpu': {}, 'f:memory': {} },
                },
              },
              'k:{"name":"proxy"}': { '.': {}, 'f:name': {}, 'f:image': {} },
            },
          },
        },
      },
    },
  };
}

/** The same Deployment as a server stores it: defaulted, rewritten, with status. */
export function liveDeployment(): KubeObject {
  const live = desiredDeployment();
  live.metadata = {
    ...live.metadata,
    uid: '5e1f',
    generation: 1,
    resourceVersion: '1041',
    labels: {
      app: 'web',
      'kustomize.toolkit.fluxcd.io/name': 'workspaces-shop',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    },
    annotations: { 'deployment.kubernetes.io/revision': '1' },
    managedFields: [fluxEntry()],
  };
  live.spec = {
    replicas: 2,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
    },
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' }, creationTimestamp: null },
      spec: {
        restartPolicy: 'Always',
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
        containers: [
          {
            name: 'proxy',
            image: 'shop/proxy:3.1',
            imagePullPolicy: 'IfNotPresent',
            resources: {},
          },
          {
            name: 'app',
            image: 'shop/web:1.0',
            imagePullPolicy: 'IfNotPresent',
            env: [
              { name: 'DB_PASSWORD', value: 'hunter2' },
              { name: 'MODE', value: 'fast' },
            ],
            ports: [{ containerPort: 8080, protocol: 'TCP' }],
            resources: { requests: { cpu: '1', memory: '1Gi' } },
            terminationMessagePath: '/dev/termination-log',
          },
        ],
      },
    },
  };
  live.status = { replicas: 2 };
  return live;
}

/** Gives a live object one more manager, as an update by it would. */
export function ownedBy(
  live: KubeObject,
  manager: string,
  fieldsV1: unknown,
  subresource?: string,
): KubeObject {
  return {
    ...live,
    metadata: {
      ...live.metadata,
      managedFields: [
        ...(live.metadata.managedFields ?? []),
        {
          manager,
          operation: 'Update',
          time: EDIT_TIME,
          fieldsV1,
          ...(subresource ? { subresource } : {}),
        },
      ],
    },
  };
}

/** Sets the field at a path of names and list positions, in a copy. */
export function withField(
  object: KubeObject,
  path: readonly (string | number)[],
  value: unknown,
): KubeObject {
  const copy: KubeObject = JSON.parse(JSON.stringify(object));
  let node: Record<string | number, unknown> = copy;
  for (const step of path.slice(0, -1)) {
    node = node[step] as Record<string | number, unknown>;
  }
  const last = path[path.length - 1];
  if (value !== undefined) node[last] = value;
  else if (Array.isArray(node)) node.splice(Number(last), 1);
  else delete node[last];
  return copy;
}
