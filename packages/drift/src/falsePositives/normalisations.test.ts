import { openApiDocument } from '@flotilla/testbed';
import { KubeObject } from '../object';
import {
  app,
  comparing,
  deployment,
  object,
  webhook,
} from '../__testUtils__/served';

const compare = comparing(openApiDocument());

/**
 * False positives that other systems had, one test each: normalisations that
 * each exist because of one, and issues of Argo CD, Flux, Fleet, KubeFleet
 * and others, by their numbers. The kinds' schemas are Kubernetes' own.
 */
describe('normalisations that others had to learn', () => {
  it.each<[string, KubeObject, KubeObject]>([
    [
      'identity, status and null times of exporters',
      object('v1', 'ConfigMap', {
        metadata: {
          name: 'x',
          creationTimestamp: null,
          resourceVersion: '1',
          uid: 'a',
        },
        data: { a: '1' },
        status: {},
      }),
      object('v1', 'ConfigMap', {
        metadata: { name: 'x', resourceVersion: '2', uid: 'b', generation: 7 },
        data: { a: '1' },
      }),
    ],
    [
      'stringData and null in a Secret (kubernetes#108008)',
      object('v1', 'Secret', { stringData: { a: 'é' }, data: { b: null } }),
      object('v1', 'Secret', { data: { a: 'w6k=', b: '' }, type: 'Opaque' }),
    ],
    [
      'line breaks in base64',
      object('v1', 'Secret', { data: { a: 'aGVs\nbG8=\n' } }),
      object('v1', 'Secret', { data: { a: 'aGVsbG8=' } }),
    ],
    [
      'the protocol of a port (kubernetes#98576)',
      object('v1', 'Service', {
        spec: { ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] },
      }),
      object('v1', 'Service', {
        spec: {
          ports: [
            { port: 53, protocol: 'TCP', targetPort: 53 },
            { port: 53, protocol: 'UDP', targetPort: 53 },
          ],
        },
      }),
    ],
    [
      'defaults in the claims of a StatefulSet',
      object('apps/v1', 'StatefulSet', {
        spec: {
          volumeClaimTemplates: [
            {
              metadata: { name: 'data', creationTimestamp: null },
              spec: { resources: { requests: { storage: '1024Mi' } } },
            },
          ],
        },
      }),
      object('apps/v1', 'StatefulSet', {
        spec: {
          volumeClaimTemplates: [
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              metadata: { name: 'data' },
              spec: {
                resources: { requests: { storage: '1Gi' } },
                volumeMode: 'Filesystem',
              },
              status: { phase: 'Pending' },
            },
          ],
        },
      }),
    ],
    [
      'empty rules of a role',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [] }),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: null }),
    ],
    [
      'rules of an aggregated ClusterRole',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        aggregationRule: { clusterRoleSelectors: [] },
        rules: [],
      }),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        aggregationRule: { clusterRoleSelectors: [] },
        rules: [{ verbs: ['*'] }],
      }),
    ],
    [
      'the order of autoscaler metrics (kubernetes#74099)',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: {
          metrics: [
            { type: 'Resource', resource: { name: 'cpu' } },
            { type: 'Resource', resource: { name: 'memory' } },
          ],
        },
      }),
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: {
          metrics: [
            { type: 'Resource', resource: { name: 'memory' } },
            { type: 'Resource', resource: { name: 'cpu' } },
          ],
        },
      }),
    ],
    [
      'amounts, and int or string',
      deployment(
        app({ resources: { limits: { cpu: '0.1', memory: '1e3' } } }),
        {
          strategy: { rollingUpdate: { maxSurge: '1' } },
        },
      ),
      deployment(
        app({ resources: { limits: { cpu: '100m', memory: '1k' } } }),
        {
          strategy: { rollingUpdate: { maxSurge: 1 } },
        },
      ),
    ],
    [
      'a CA bundle that an injector fills in',
      webhook({ clientConfig: { caBundle: 'Cg==' } }),
      webhook({ clientConfig: { caBundle: 'LS0t' } }),
    ],
    [
      'a CA bundle of which Git says nothing',
      webhook({ clientConfig: { service: { name: 'a', namespace: 'b' } } }),
      webhook({
        clientConfig: {
          caBundle: 'LS0t',
          service: { name: 'a', namespace: 'b', port: 443 },
        },
      }),
    ],
    [
      'status that was committed with a definition',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: { group: 'a' },
        status: { conditions: [] },
      }),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: { group: 'a' },
        status: { conditions: [{ type: 'Established' }] },
      }),
    ],
    [
      'a missing namespace, and empty maps of annotations',
      object('v1', 'ConfigMap', { metadata: { name: 'x', annotations: {} } }),
      object('v1', 'ConfigMap', { metadata: { name: 'x', namespace: 'n' } }),
    ],
    [
      'what Flux writes beside: owner labels, empty structs',
      object('v1', 'Namespace', {
        metadata: { name: 'n', labels: { a: 'b' } },
      }),
      object('v1', 'Namespace', {
        metadata: {
          name: 'n',
          labels: {
            a: 'b',
            'kubernetes.io/metadata.name': 'n',
            'kustomize.toolkit.fluxcd.io/name': 'apps',
            'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
          },
        },
        spec: { finalizers: ['kubernetes'] },
      }),
    ],
    [
      'an address that Git leaves to the cluster',
      object('v1', 'Service', { spec: { clusterIP: '', type: '' } }),
      object('v1', 'Service', {
        spec: {
          clusterIP: '10.0.0.7',
          clusterIPs: ['10.0.0.7'],
          type: 'ClusterIP',
        },
      }),
    ],
    [
      'zero values that Go leaves out',
      deployment({ hostNetwork: false, tolerations: [], hostAliases: null }),
      deployment({}),
    ],
    [
      'an item restored at another place of a keyed list',
      deployment(app({ env: [{ name: 'A', value: '1' }, { name: 'B' }] })),
      deployment(app({ env: [{ name: 'B' }, { name: 'A', value: '1' }] })),
    ],
    [
      'a sidecar put in at the first place',
      deployment(app({ image: 'a' })),
      deployment({
        containers: [
          { name: 'istio-proxy', image: 'p' },
          { name: 'app', image: 'a' },
        ],
      }),
    ],
    [
      'nulls in a schema of a definition',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: {
          versions: [
            {
              name: 'v1',
              schema: {
                openAPIV3Schema: {
                  properties: { a: { nullable: false, default: false } },
                },
              },
            },
          ],
        },
      }),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: {
          versions: [
            {
              name: 'v1',
              schema: {
                openAPIV3Schema: { properties: { a: { default: false } } },
              },
            },
          ],
        },
      }),
    ],
  ])('takes as equal: %s', (_, desired, live) => {
    expect(compare(desired, live)).toMatchObject({
      state: 'InSync',
      fields: [],
    });
  });
});
