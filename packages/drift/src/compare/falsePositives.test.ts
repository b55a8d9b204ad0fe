import { definedSchemas, kindSchemas } from '../schema/kindSchemas';
import { openApiDocument } from '@flotilla/testbed';
import { KubeObject, ManagedFieldsEntry, objectRef } from '../object';
import { NOW } from '../testing/objects';
import type { CompareInput } from './CompareInput';
import { compareObject } from './compareObject';

/**
 * False positives that other systems had, one test each: normalisations that
 * each exist because of one, and issues of Argo CD, Flux, Fleet, KubeFleet
 * and others, by their numbers. The kinds' schemas are Kubernetes' own.
 */
const SERVED = kindSchemas(openApiDocument());

function object(
  apiVersion: string,
  kind: string,
  fields: Record<string, unknown>,
): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: 'x', namespace: 'n' },
    ...fields,
  };
}

function compare(
  desired: KubeObject,
  live: KubeObject | undefined,
  more: Partial<CompareInput> = {},
) {
  const { group, version, kind } = objectRef(desired);
  const schema = SERVED.get(`${group}/${version}/${kind}`);
  return compareObject({
    desired,
    live,
    applied: true,
    now: NOW,
    ...(schema ? { schema } : {}),
    ...more,
  });
}

/** Desired with other fields, as live has them. */
function as(desired: KubeObject, fields: Record<string, unknown>): KubeObject {
  const { apiVersion, kind, metadata } = desired;
  return { apiVersion, kind, metadata, ...fields };
}

function managedBy(
  live: KubeObject,
  ...managedFields: Partial<ManagedFieldsEntry>[]
): KubeObject {
  const entries = managedFields.map(one => ({
    operation: 'Update',
    time: '2026-11-21T08:00:00Z',
    ...one,
  }));
  return { ...live, metadata: { ...live.metadata, managedFields: entries } };
}

const deployment = (pod: object, more: object = {}) =>
  object('apps/v1', 'Deployment', {
    spec: { ...more, template: { spec: pod } },
  });
const inPod = (fields: object) => ({
  'f:spec': { 'f:template': { 'f:spec': fields } },
});
const app = (fields: object) => ({ containers: [{ name: 'app', ...fields }] });
const webhook = (fields: object) =>
  object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', {
    webhooks: [{ name: 'a.b.c', ...fields }],
  });

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
      deployment(app({ resources: { limits: { cpu: '0.1', memory: '1e3' } } }), {
        strategy: { rollingUpdate: { maxSurge: '1' } },
      }),
      deployment(app({ resources: { limits: { cpu: '100m', memory: '1k' } } }), {
        strategy: { rollingUpdate: { maxSurge: 1 } },
      }),
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
      object('v1', 'Namespace', { metadata: { name: 'n', labels: { a: 'b' } } }),
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
        spec: { clusterIP: '10.0.0.7', clusterIPs: ['10.0.0.7'], type: 'ClusterIP' },
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
        containers: [{ name: 'istio-proxy', image: 'p' }, { name: 'app', image: 'a' }],
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
    expect(compare(desired, live)).toMatchObject({ state: 'InSync', fields: [] });
  });
});

describe('fields that somebody owns and nobody chose', () => {
  it.each<[string, KubeObject, KubeObject, string, object]>([
    [
      'an old name of the service account, after kubectl replace',
      deployment({ serviceAccountName: 'a' }),
      deployment({ serviceAccountName: 'a', serviceAccount: 'a' }),
      'kubectl-replace',
      inPod({ 'f:serviceAccount': {}, 'f:serviceAccountName': {} }),
    ],
    [
      'defaults of an object that a person created first',
      deployment(app({ image: 'a:1' })),
      deployment({
        ...app({ image: 'a:1', imagePullPolicy: 'IfNotPresent', terminationMessagePolicy: 'File' }),
        dnsPolicy: 'ClusterFirst',
        securityContext: {},
      }),
      'kubectl-create',
      inPod({
        'f:dnsPolicy': {},
        'f:securityContext': {},
        'f:containers': {
          'k:{"name":"app"}': {
            '.': {},
            'f:name': {},
            'f:image': {},
            'f:imagePullPolicy': {},
            'f:terminationMessagePolicy': {},
          },
        },
      }),
    ],
    [
      'ports and addresses that the cluster allotted',
      object('v1', 'Service', { spec: { type: 'NodePort', ports: [{ port: 80 }] } }),
      object('v1', 'Service', {
        spec: {
          type: 'NodePort',
          clusterIP: '10.0.0.7',
          ports: [{ port: 80, protocol: 'TCP', targetPort: 80, nodePort: 30456 }],
        },
      }),
      'kubectl-create',
      {
        'f:spec': {
          'f:clusterIP': {},
          'f:ports': {
            'k:{"port":80,"protocol":"TCP"}': {
              '.': {},
              'f:port': {},
              'f:protocol': {},
              'f:targetPort': {},
              'f:nodePort': {},
            },
          },
        },
      },
    ],
    [
      "kubectl's note of what it last applied",
      object('v1', 'ConfigMap', {}),
      object('v1', 'ConfigMap', {
        metadata: {
          name: 'x',
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
        },
      }),
      'kubectl-client-side-apply',
      {
        'f:metadata': {
          'f:annotations': {
            '.': {},
            'f:kubectl.kubernetes.io/last-applied-configuration': {},
          },
        },
      },
    ],
    [
      'a sidecar in a pod that a person labelled',
      object('v1', 'Pod', { spec: app({ image: 'a' }) }),
      object('v1', 'Pod', {
        spec: { containers: [{ name: 'istio-proxy' }, { name: 'app', image: 'a' }] },
      }),
      'kubectl-label',
      {
        'f:spec': {
          'f:containers': { 'k:{"name":"istio-proxy"}': { '.': {}, 'f:name': {} } },
        },
      },
    ],
    [
      'what a controller restarts by',
      deployment({}),
      object('apps/v1', 'Deployment', {
        spec: { template: { metadata: { annotations: { checksum: '1' } }, spec: {} } },
      }),
      'cert-manager-controller',
      {
        'f:spec': {
          'f:template': { 'f:metadata': { 'f:annotations': { 'f:checksum': {} } } },
        },
      },
    ],
  ])('are no finding, and say why: %s', (_, desired, live, manager, fieldsV1) => {
    const drift = compare(desired, managedBy(live, { manager, fieldsV1 }));
    expect(drift).toMatchObject({ state: 'InSync', fields: [] });
    expect(drift.ignored.length).toBeGreaterThan(0);
    for (const one of drift.ignored) {
      expect(one.ignoredBy?.reason).toMatch(/\w+ \w+/);
      expect(one.manager?.name).toBe(manager);
    }
  });

  it.each<[string, KubeObject, KubeObject, object, string]>([
    [
      'another service account where Git names none',
      deployment({}),
      deployment({ serviceAccountName: 'admin', serviceAccount: 'admin' }),
      inPod({ 'f:serviceAccount': {}, 'f:serviceAccountName': {} }),
      '.spec.template.spec.serviceAccountName',
    ],
    [
      'a port of the host',
      deployment(app({ ports: [{ containerPort: 80 }] })),
      deployment(app({ ports: [{ containerPort: 80, hostPort: 80 }] })),
      inPod({
        'f:containers': {
          'k:{"name":"app"}': {
            'f:ports': { 'k:{"containerPort":80,"protocol":"TCP"}': { 'f:hostPort': {} } },
          },
        },
      }),
      '.spec.template.spec.containers[name="app"].ports[containerPort=80,protocol="TCP"].hostPort',
    ],
    [
      'pulling always what has a tag',
      deployment(app({ image: 'a:1' })),
      deployment(app({ image: 'a:1', imagePullPolicy: 'Always' })),
      inPod({ 'f:containers': { 'k:{"name":"app"}': { 'f:imagePullPolicy': {} } } }),
      '.spec.template.spec.containers[name="app"].imagePullPolicy',
    ],
    [
      'a secret that somebody gave to a service account',
      object('v1', 'ServiceAccount', {}),
      object('v1', 'ServiceAccount', { secrets: [{ name: 'stolen' }] }),
      { 'f:secrets': { 'k:{"name":"stolen"}': {} } },
      '.secrets[name="stolen"]',
    ],
  ])('are a finding when somebody did: %s', (_, desired, live, fieldsV1, fieldPath) => {
    const drift = compare(
      desired,
      managedBy(live, { manager: 'kubectl-edit', fieldsV1 }),
    );
    expect(drift.fields.map(one => one.fieldPath)).toEqual([fieldPath]);
  });
});

describe('custom resources', () => {
  const definition = object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
    spec: {
      group: 'example.org',
      names: { kind: 'Thing' },
      versions: [
        {
          name: 'v1',
          schema: {
            openAPIV3Schema: {
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    mode: { type: 'string', default: 'fast' },
                    every: { type: 'string' },
                    amount: {
                      'x-kubernetes-int-or-string': true,
                      pattern: '^(\\+|-)?(([0-9]+(\\.[0-9]*)?))(Ki|Mi)?$',
                    },
                    tags: {
                      type: 'array',
                      'x-kubernetes-list-type': 'set',
                      items: { type: 'string' },
                    },
                    rules: {
                      type: 'array',
                      'x-kubernetes-list-type': 'map',
                      'x-kubernetes-list-map-keys': ['id'],
                      items: { properties: { id: {}, size: { type: 'integer' } } },
                    },
                    order: { type: 'array', items: { type: 'string' } },
                    free: { 'x-kubernetes-preserve-unknown-fields': true, properties: {} },
                    fixed: {
                      type: 'string',
                      'x-kubernetes-validations': [{ rule: 'self == oldSelf' }],
                    },
                  },
                },
              },
            },
          },
        },
      ],
    },
  });
  const schema = definedSchemas(definition).get('example.org/v1/Thing');
  const thing = (spec: object) => object('example.org/v1', 'Thing', { spec });
  const told = (desired: object, live: object, fieldsV1?: object) =>
    compare(
      thing(desired),
      fieldsV1
        ? managedBy(thing(live), { manager: 'kubectl-create', fieldsV1 })
        : thing(live),
      { schema },
    );

  it.each<[string, object, object]>([
    ['defaults of the schema (argo-cd#11074)', {}, { mode: 'fast' }],
    ['explicit empty lists (argo-cd#14666)', { order: [] }, {}],
    ['amounts (argo-cd’s known types)', { amount: '0.1' }, { amount: '100m' }],
    ['durations that a controller rewrote', { every: '60m' }, { every: '1h0m0s' }],
    ['sets in another order', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
    [
      'keyed lists in another order, with more than declared',
      { rules: [{ id: 'a' }, { id: 'b', size: 1 }] },
      { rules: [{ id: 'c' }, { id: 'b', size: 1 }, { id: 'a', size: 9 }] },
    ],
  ])('take as equal: %s', (_, desired, live) => {
    expect(told(desired, live)).toMatchObject({ state: 'InSync', fields: [] });
  });

  it('take a default of the schema as such, though a person owns it', () => {
    const drift = told({}, { mode: 'fast' }, { 'f:spec': { 'f:mode': {} } });
    expect(drift).toMatchObject({ state: 'InSync' });
    expect(drift.ignored[0].ignoredBy?.reason).toMatch(/default .* schema/);
  });

  it('do not hold against the cluster a field that its schema drops', () => {
    const drift = told({ unknown: 1 }, {});
    expect(drift).toMatchObject({ state: 'InSync' });
    expect(drift.ignored).toMatchObject([
      { op: 'remove', fieldPath: '.spec.unknown' },
    ]);
    expect(told({ free: { unknown: 1 } }, { free: {} }).state).toBe('Modified');
  });

  it('tell what differs, by keys, and what can not be put back in place', () => {
    const drift = told(
      {
        rules: [{ id: 'a', size: 1 }],
        tags: ['a'],
        order: ['x', 'y'],
        fixed: 'one',
      },
      {
        rules: [{ id: 'b' }, { id: 'a', size: 2 }],
        tags: ['b'],
        order: ['y', 'x'],
        fixed: 'two',
      },
    );
    expect(
      drift.fields.map(({ fieldPath, immutable }) => [fieldPath, immutable]),
    ).toEqual([
      ['.spec.rules[id="a"].size', undefined],
      ['.spec.tags[="a"]', undefined],
      ['.spec.order', undefined],
      ['.spec.fixed', true],
    ]);
  });
});

describe('verdicts that others got wrong', () => {
  const config = object('v1', 'ConfigMap', { data: { a: '1' } });

  it('a comparison that fails is Unknown, never in sync (argo-cd#28722)', () => {
    const live = as(config, {});
    Object.defineProperty(live, 'data', {
      get: () => {
        throw new Error('unreadable');
      },
    });
    expect(compare(config, live)).toMatchObject({ state: 'Unknown', fields: [] });
  });

  it('no drift without a field that differs (argo-cd#15898, #21434)', () => {
    for (const data of [{ a: '1' }, { a: '2' }, {}, { a: '1', b: '2' }]) {
      const { state, fields } = compare(config, as(config, { data }));
      expect(state === 'Modified').toBe(fields.length > 0);
    }
  });

  it('status never counts (argo-cd#17394, fleet#2521)', () => {
    const live = managedBy(as(config, { data: { a: '1' }, status: { x: 1 } }), {
      manager: 'kubectl-edit',
      subresource: 'status',
      fieldsV1: { 'f:status': { 'f:x': {} } },
    });
    expect(compare(config, live)).toMatchObject({ state: 'InSync', ignored: [] });
  });

  it('what was never applied is not drift (kubefleet#804)', () => {
    expect(compare(config, undefined, { applied: false }).state).toBe('NotApplied');
    const behind = as(config, { data: { a: '0' } });
    expect(compare(config, behind, { applied: false }).state).toBe('NotApplied');
  });

  it('says when it had to do without the cluster’s schema', () => {
    const custom = object('example.org/v1', 'Thing', { spec: {} });
    expect(compare(custom, custom).degraded).toMatch(/without a schema/);
    expect(compare(config, config, { schema: undefined }).degraded).toMatch(/table/);
    expect(compare(config, config).degraded).toBeUndefined();
  });
});
