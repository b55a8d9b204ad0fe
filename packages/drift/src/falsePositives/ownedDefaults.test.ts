import { openApiDocument } from '@flotilla/testbed';
import { KubeObject } from '../object';
import {
  app,
  comparing,
  deployment,
  inPod,
  managedBy,
  object,
} from '../__testUtils__/served';

const compare = comparing(openApiDocument());

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
        ...app({
          image: 'a:1',
          imagePullPolicy: 'IfNotPresent',
          terminationMessagePolicy: 'File',
        }),
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
      object('v1', 'Service', {
        spec: { type: 'NodePort', ports: [{ port: 80 }] },
      }),
      object('v1', 'Service', {
        spec: {
          type: 'NodePort',
          clusterIP: '10.0.0.7',
          ports: [
            { port: 80, protocol: 'TCP', targetPort: 80, nodePort: 30456 },
          ],
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
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': '{}',
          },
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
        spec: {
          containers: [{ name: 'istio-proxy' }, { name: 'app', image: 'a' }],
        },
      }),
      'kubectl-label',
      {
        'f:spec': {
          'f:containers': {
            'k:{"name":"istio-proxy"}': { '.': {}, 'f:name': {} },
          },
        },
      },
    ],
    [
      'rules that a controller gathered into an aggregated role',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        aggregationRule: { clusterRoleSelectors: [] },
      }),
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        aggregationRule: { clusterRoleSelectors: [] },
        rules: [{ verbs: ['*'] }],
      }),
      'clusterrole-aggregation-controller',
      { 'f:rules': {} },
    ],
    [
      'what a controller restarts by',
      deployment({}),
      object('apps/v1', 'Deployment', {
        spec: {
          template: { metadata: { annotations: { checksum: '1' } }, spec: {} },
        },
      }),
      'cert-manager-controller',
      {
        'f:spec': {
          'f:template': {
            'f:metadata': { 'f:annotations': { 'f:checksum': {} } },
          },
        },
      },
    ],
  ])(
    'are no finding, and say why: %s',
    (_, desired, live, manager, fieldsV1) => {
      const drift = compare(desired, managedBy(live, { manager, fieldsV1 }));
      expect(drift).toMatchObject({ state: 'InSync', fields: [] });
      expect(drift.ignored.length).toBeGreaterThan(0);
      for (const one of drift.ignored) {
        expect(one.ignoredBy?.reason).toMatch(/\w+ \w+/);
        expect(one.manager?.name).toBe(manager);
      }
    },
  );

  it.each<[string, KubeObject, KubeObject, object, string]>([
    [
      'replicas where Git says none at all',
      deployment({}, { replicas: 0 }),
      deployment({}, { replicas: 1 }),
      { 'f:spec': { 'f:replicas': {} } },
      '.spec.replicas',
    ],
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
            'f:ports': {
              'k:{"containerPort":80,"protocol":"TCP"}': { 'f:hostPort': {} },
            },
          },
        },
      }),
      '.spec.template.spec.containers[name="app"].ports[containerPort=80,protocol="TCP"].hostPort',
    ],
    [
      'pulling always what has a tag',
      deployment(app({ image: 'a:1' })),
      deployment(app({ image: 'a:1', imagePullPolicy: 'Always' })),
      inPod({
        'f:containers': { 'k:{"name":"app"}': { 'f:imagePullPolicy': {} } },
      }),
      '.spec.template.spec.containers[name="app"].imagePullPolicy',
    ],
    [
      'a secret that somebody gave to a service account',
      object('v1', 'ServiceAccount', {}),
      object('v1', 'ServiceAccount', { secrets: [{ name: 'stolen' }] }),
      { 'f:secrets': { 'k:{"name":"stolen"}': {} } },
      '.secrets[name="stolen"]',
    ],
  ])(
    'are a finding when somebody did: %s',
    (_, desired, live, fieldsV1, fieldPath) => {
      const drift = compare(
        desired,
        managedBy(live, { manager: 'kubectl-edit', fieldsV1 }),
      );
      expect(drift.fields.map(one => one.fieldPath)).toEqual([fieldPath]);
    },
  );

  it('are no finding where Git says null of what others write into, whoever applied that', () => {
    const metadata = { name: 'x', namespace: 'n' };
    const desired = object('apps/v1', 'Deployment', {
      metadata: { ...metadata, annotations: null },
    });
    const annotations = { 'deployment.kubernetes.io/revision': '4' };
    const live = object('apps/v1', 'Deployment', {
      metadata: { ...metadata, annotations },
    });
    const drift = compare(
      desired,
      managedBy(
        live,
        {
          manager: 'kubectl',
          operation: 'Apply',
          fieldsV1: { 'f:metadata': { 'f:annotations': {} } },
        },
        {
          manager: 'kube-controller-manager',
          fieldsV1: {
            'f:metadata': {
              'f:annotations': {
                '.': {},
                'f:deployment.kubernetes.io/revision': {},
              },
            },
          },
        },
      ),
    );
    expect(drift).toMatchObject({ state: 'InSync', fields: [] });
  });
});
