import { KubeObject } from '@flotilla/drift';

export const CLUSTER = 'prod';
export const SHOP = 'workspaces/shop';
export const WIDGETS = 'components/widgets';

/** A commit's hash. */
export function commit(letter: string): string {
  return letter.repeat(40);
}

const labels = { app: 'web' };
const place = { namespace: 'shop' };

/** What Git says of a small shop. */
export function shop({ replicas = 1, mode = 'calm' } = {}): KubeObject[] {
  const containers = [{ name: 'app', image: 'shop/web:1.0' }];
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', ...place },
      data: { mode },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', ...place },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    },
  ];
}

/** A kind of the cluster's own, and an object of it. */
export function widgets(): KubeObject[] {
  return [
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Widget', plural: 'widgets', singular: 'widget' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    properties: { size: { type: 'integer' } },
                  },
                },
              },
            },
          },
        ],
      },
    },
    {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'one', namespace: 'shop' },
      spec: { size: 3 },
    },
  ];
}

const PLURALS: Record<string, string> = {
  GitRepository: 'gitrepositories',
  CustomResourceDefinition: 'customresourcedefinitions',
};

/** Where the API serves an object of the small fleet. */
export function pathOf({ apiVersion, kind, metadata }: KubeObject): string {
  const base = apiVersion.includes('/') ? 'apis' : 'api';
  const plural = PLURALS[kind] ?? `${kind.toLowerCase()}s`;
  const { namespace, name } = metadata;
  const within = namespace ? `/namespaces/${namespace}` : '';
  return `/${base}/${apiVersion}${within}/${plural}/${name}`;
}
