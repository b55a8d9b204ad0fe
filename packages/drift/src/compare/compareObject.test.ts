import { KubeObject } from '../object';
import {
  EDIT_TIME,
  NOW,
  desiredDeployment,
  liveDeployment,
  ownedBy,
  withField,
} from '../__testUtils__/objects';
import { object } from '../__testUtils__/served';
import { IgnoreRule } from '../types';
import type { CompareInput } from './CompareInput';
import { compareObject } from './compareObject';

const CONTAINERS = ['spec', 'template', 'spec', 'containers'];
const IMAGE = [...CONTAINERS, 1, 'image'];
const inContainer = (fields: object) => ({
  'f:spec': {
    'f:template': {
      'f:spec': { 'f:containers': { 'k:{"name":"app"}': fields } },
    },
  },
});

function compareWeb(
  live: KubeObject | undefined,
  more?: Partial<CompareInput>,
) {
  const desired = desiredDeployment();
  return compareObject({ desired, live, applied: true, now: NOW, ...more });
}

function compare(desired: KubeObject, live: KubeObject) {
  return compareObject({ desired, live, applied: true, now: NOW });
}

describe('compareObject', () => {
  it('finds nothing in an object that the server only defaulted and rewrote', () => {
    expect(compareWeb(liveDeployment())).toMatchObject({
      state: 'InSync',
      fields: [],
    });
  });

  it('names the field, both values, the tool and the time of a hand edit', () => {
    const live = ownedBy(
      withField(liveDeployment(), IMAGE, 'shop/web:hacked'),
      'kubectl-edit',
      inContainer({ 'f:image': {} }),
    );
    const drift = compareWeb(live);
    expect(drift.state).toBe('Modified');
    expect(drift.severity).toBe('high');
    expect(drift.fields).toEqual([
      {
        op: 'replace',
        path: '/spec/template/spec/containers/1/image',
        fieldPath: '.spec.template.spec.containers[name="app"].image',
        desired: { value: 'shop/web:1.0' },
        live: { value: 'shop/web:hacked' },
        manager: { name: 'kubectl-edit', operation: 'Update', time: EDIT_TIME },
        since: EDIT_TIME,
        severity: 'high',
      },
    ]);
  });

  it('finds a declared list item and a declared field that are gone', () => {
    const noEnv = withField(
      liveDeployment(),
      [...CONTAINERS, 1, 'env', 1],
      undefined,
    );
    const live = withField(noEnv, ['metadata', 'labels', 'app'], undefined);
    expect(
      compareWeb(live).fields.map(({ op, fieldPath }) => [op, fieldPath]),
    ).toEqual([
      ['remove', '.metadata.labels.app'],
      ['remove', '.spec.template.spec.containers[name="app"].env[name="MODE"]'],
    ]);
  });

  describe('live-only fields', () => {
    const annotated = withField(
      liveDeployment(),
      ['metadata', 'annotations', 'debug'],
      'on',
    );
    const owned = { 'f:metadata': { 'f:annotations': { 'f:debug': {} } } };

    it.each(['kubectl-edit', 'k9s', 'my-operator'])(
      'are drift when %s owns them',
      manager => {
        const drift = compareWeb(ownedBy(annotated, manager, owned));
        expect(drift).toMatchObject({
          state: 'Modified',
          fields: [
            {
              op: 'add',
              fieldPath: '.metadata.annotations.debug',
              live: { value: 'on' },
              manager: { name: manager },
            },
          ],
        });
      },
    );

    it('are none when a known controller owns them, and the reason is kept', () => {
      const drift = compareWeb(
        ownedBy(annotated, 'kube-controller-manager', owned),
      );
      expect(drift.state).toBe('InSync');
      expect(drift.ignored[0].ignoredBy?.reason).toMatch(
        /kube-controller-manager/,
      );
    });

    it('are none when nobody owns them', () => {
      expect(compareWeb(annotated)).toMatchObject({
        state: 'InSync',
        ignored: [],
      });
    });

    it('are told as one finding when a whole list item is new', () => {
      const live = withField(liveDeployment(), [...CONTAINERS, 1, 'env', 2], {
        name: 'DEBUG',
        value: '1',
      });
      const drift = compareWeb(
        ownedBy(
          live,
          'kubectl-edit',
          inContainer({
            'f:env': {
              'k:{"name":"DEBUG"}': { '.': {}, 'f:name': {}, 'f:value': {} },
            },
          }),
        ),
      );
      expect(drift.fields).toMatchObject([
        {
          op: 'add',
          path: '/spec/template/spec/containers/1/env/2',
          live: { value: { name: 'DEBUG', value: '1' } },
        },
      ]);
    });

    it('are none when the tool only wrote what the server defaults', () => {
      const drift = compareWeb(
        ownedBy(liveDeployment(), 'kubectl-create', {
          'f:spec': {
            'f:revisionHistoryLimit': {},
            'f:progressDeadlineSeconds': {},
          },
        }),
      );
      expect(drift.state).toBe('InSync');
      expect(drift.ignored).toHaveLength(2);
    });

    it('are found inside a list that a person owns as a whole', () => {
      const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
      const desired = object('rbac.authorization.k8s.io/v1', 'Role', { rules });
      const live = ownedBy(
        { ...desired, rules: [{ ...rules[0], resourceNames: ['a'] }] },
        'kubectl-edit',
        { 'f:rules': {} },
      );
      expect(compare(desired, live)).toMatchObject({
        state: 'Modified',
        severity: 'critical',
        fields: [{ op: 'add', fieldPath: '.rules[0].resourceNames' }],
      });
    });
  });

  describe('states', () => {
    it.each([
      [true, 'Missing'],
      [false, 'NotApplied'],
    ])('an absent object, applied: %s, is %s', (applied, state) => {
      expect(compareWeb(undefined, { applied }).state).toBe(state);
    });

    it('content that the engine has not applied yet is NotApplied, not drift', () => {
      const live = withField(liveDeployment(), IMAGE, 'shop/web:0.9');
      expect(compareWeb(live, { applied: false }).state).toBe('NotApplied');
    });

    it('NotApplied hides no hand edit', () => {
      const live = ownedBy(
        withField(liveDeployment(), IMAGE, 'shop/web:hacked'),
        'kubectl-edit',
        inContainer({ 'f:image': {} }),
      );
      expect(compareWeb(live, { applied: false }).state).toBe('Modified');
    });

    it('a hand edit before the engine has come so far is all that is told', () => {
      const live = ownedBy(
        withField(liveDeployment(), IMAGE, 'shop/web:0.9'),
        'kubectl-edit',
        { 'f:spec': { 'f:paused': {} } },
      );
      const edited = withField(live, ['spec', 'paused'], true);
      expect(compareWeb(edited, { applied: false })).toMatchObject({
        state: 'Modified',
        fields: [{ fieldPath: '.spec.paused' }],
      });
    });

    it('a comparison that fails is Unknown', () => {
      const live = liveDeployment();
      Object.defineProperty(live, 'spec', {
        get: () => {
          throw new Error('unreadable');
        },
      });
      expect(compareWeb(live)).toMatchObject({
        state: 'Unknown',
        reason: expect.stringContaining('unreadable'),
        fields: [],
      });
    });

    it('what Git tells the engine to leave alone is Excluded', () => {
      const desired = withField(
        desiredDeployment(),
        ['metadata', 'annotations'],
        {
          'kustomize.toolkit.fluxcd.io/reconcile': 'disabled',
        },
      );
      expect(compareWeb(undefined, { desired }).state).toBe('Excluded');
    });
  });

  it.each<[string, KubeObject, Record<string, unknown>]>([
    [
      'stringData of a Secret as base64 in data',
      object('v1', 'Secret', { stringData: { a: 'é' }, data: { b: null } }),
      { data: { a: 'w6k=', b: '' } },
    ],
    [
      'zero values that the server leaves out',
      object('v1', 'Pod', { spec: { hostNetwork: false, tolerations: [] } }),
      { spec: {} },
    ],
    [
      'int or string',
      object('policy/v1', 'PodDisruptionBudget', {
        spec: { minAvailable: '1' },
      }),
      { spec: { minAvailable: 1 } },
    ],
    [
      'durations that a controller rewrote in a custom resource',
      object('example.org/v1', 'Thing', { spec: { every: '60m' } }),
      { spec: { every: '1h0m0s' } },
    ],
    [
      'amounts in a custom resource',
      object('example.org/v1', 'Thing', { spec: { limits: { gpu: '1000m' } } }),
      { spec: { limits: { gpu: '1' } } },
    ],
    [
      'the order of autoscaler metrics',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: { metrics: [{ type: 'A' }, { type: 'B' }] },
      }),
      { spec: { metrics: [{ type: 'B' }, { type: 'A' }] } },
    ],
    [
      'rules that the controller aggregates',
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        aggregationRule: { clusterRoleSelectors: [] },
        rules: [],
      }),
      {
        aggregationRule: { clusterRoleSelectors: [] },
        rules: [{ verbs: ['*'] }],
      },
    ],
    [
      'status that was committed with a definition',
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
        spec: { group: 'a' },
        status: { conditions: [] },
      }),
      {
        spec: { group: 'a' },
        status: { conditions: [{ type: 'Established' }] },
      },
    ],
    [
      'a CA bundle that an injector fills in',
      object(
        'admissionregistration.k8s.io/v1',
        'ValidatingWebhookConfiguration',
        { webhooks: [{ name: 'a', clientConfig: { caBundle: 'Cg==' } }] },
      ),
      { webhooks: [{ name: 'a', clientConfig: { caBundle: 'LS0t' } }] },
    ],
  ])('takes as equal: %s', (_, desired, fields) => {
    const { apiVersion, kind, metadata } = desired;
    const drift = compare(desired, { apiVersion, kind, metadata, ...fields });
    expect(drift).toMatchObject({ state: 'InSync', fields: [] });
  });

  it.each<[string, KubeObject, Record<string, unknown>, string]>([
    [
      'an empty value of a map, gone',
      object('v1', 'ConfigMap', { data: { a: '' } }),
      { data: {} },
      '.data.a',
    ],
    [
      'a pointer to false, gone',
      object('v1', 'ServiceAccount', { automountServiceAccountToken: false }),
      {},
      '.automountServiceAccountToken',
    ],
    [
      'an empty struct of a custom resource, gone',
      object('cert-manager.io/v1', 'Issuer', { spec: { selfSigned: {} } }),
      { spec: {} },
      '.spec.selfSigned',
    ],
    [
      'a version that only looks like an amount',
      object('example.org/v1', 'Thing', { spec: { version: '1.20' } }),
      { spec: { version: '1.2' } },
      '.spec.version',
    ],
    [
      'the protocol of a port that is declared twice',
      object('v1', 'Service', {
        spec: { ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] },
      }),
      { spec: { ports: [{ port: 53, protocol: 'TCP' }] } },
      '.spec.ports[port=53,protocol="UDP"]',
    ],
    [
      'arguments in another order',
      object('batch/v1', 'Job', {
        spec: {
          template: { spec: { containers: [{ name: 'a', args: ['x', 'y'] }] } },
        },
      }),
      {
        spec: {
          template: { spec: { containers: [{ name: 'a', args: ['y', 'x'] }] } },
        },
      },
      '.spec.template.spec.containers[name="a"].args',
    ],
  ])('finds %s', (_, desired, fields, fieldPath) => {
    const { apiVersion, kind, metadata } = desired;
    const drift = compare(desired, { apiVersion, kind, metadata, ...fields });
    expect(drift.fields.map(one => one.fieldPath)).toEqual([fieldPath]);
  });

  it('reads list keys and types from the schema that a cluster serves', () => {
    const desired = object('example.org/v1', 'Thing', {
      spec: {
        rules: [
          { id: 'a', size: '1000m' },
          { id: 'b', size: '1' },
        ],
      },
    });
    const live = {
      ...desired,
      spec: {
        rules: [
          { id: 'b', size: '1' },
          { id: 'a', size: '2' },
        ],
      },
    };
    const drift = compareObject({
      desired,
      live,
      applied: true,
      now: NOW,
      schema: {
        schema: { properties: { spec: { $ref: '#/components/schemas/Spec' } } },
        definitions: {
          Spec: {
            properties: {
              rules: {
                type: 'array',
                'x-kubernetes-list-type': 'map',
                'x-kubernetes-list-map-keys': ['id'],
                items: {
                  properties: {
                    size: {
                      $ref: '#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity',
                    },
                  },
                },
              },
            },
          },
        },
      },
    });
    expect(drift.fields).toMatchObject([
      { fieldPath: '.spec.rules[id="a"].size', path: '/spec/rules/1/size' },
    ]);
  });

  it('leaves the suspension of an engine to the engine’s own state', () => {
    const desired = object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', {
      spec: { path: './rendered' },
    });
    const live = ownedBy(
      { ...desired, spec: { path: './rendered', suspend: true } },
      'kubectl-edit',
      { 'f:spec': { 'f:suspend': {} } },
    );
    expect(compare(desired, live)).toMatchObject({
      state: 'InSync',
      ignored: [{ fieldPath: '.spec.suspend' }],
    });
  });

  describe('autoscalers', () => {
    const autoscaler = object('autoscaling/v2', 'HorizontalPodAutoscaler', {
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'web',
        },
        minReplicas: 2,
        maxReplicas: 10,
      },
    });

    it.each([
      [7, 'InSync'],
      [11, 'Modified'],
    ])('%d replicas in a range of 2..10 are %s', (replicas, state) => {
      const live = withField(liveDeployment(), ['spec', 'replicas'], replicas);
      expect(compareWeb(live, { autoscalers: [autoscaler] }).state).toBe(state);
    });
  });

  describe('hiding', () => {
    it('never shows the values of a Secret, but tells equal from different', () => {
      const desired = object('v1', 'Secret', { data: { key: 'c2VjcmV0' } });
      const drift = compareObject({
        desired,
        live: { ...desired, data: { key: 'b3RoZXI=' } },
        applied: true,
        now: NOW,
        hmac: text => `mark-${text.length}`,
      });
      expect(JSON.stringify(drift)).not.toMatch(/c2VjcmV0|b3RoZXI/);
      expect(drift.fields[0].live).toEqual({
        hidden: true,
        length: 8,
        hmac: 'mark-8',
      });
    });

    it('hides what looks like a secret elsewhere', () => {
      const live = withField(
        liveDeployment(),
        [...CONTAINERS, 1, 'env', 0, 'value'],
        'hunter3',
      );
      const drift = compareWeb(
        withField(live, [...CONTAINERS, 1, 'env', 1], undefined),
      );
      expect(drift.fields).toHaveLength(2);
      expect(JSON.stringify(drift)).not.toContain('hunter');
    });
  });

  describe('ignore rules', () => {
    const live = ownedBy(
      withField(liveDeployment(), IMAGE, 'shop/web:hacked'),
      'kubectl-edit',
      inContainer({ 'f:image': {} }),
    );
    const rule = (more: Partial<IgnoreRule>): IgnoreRule => ({
      target: { kind: 'Deployment' },
      reason: 'tried by hand',
      ...more,
    });

    it.each<[string, Partial<IgnoreRule>, string]>([
      ['a path', { paths: ['/spec/template'] }, 'InSync'],
      ['a path that only starts alike', { paths: ['/spec/templ'] }, 'Modified'],
      [
        'a list key',
        { fieldPaths: ['.spec.template.spec.containers[name="app"].image'] },
        'InSync',
      ],
      [
        'any list item',
        { fieldPaths: ['.spec.template.spec.containers[*].image'] },
        'InSync',
      ],
      [
        'another list key',
        { fieldPaths: ['.spec.template.spec.containers[name="proxy"]'] },
        'Modified',
      ],
      ['a manager', { managers: ['kubectl*'] }, 'InSync'],
      [
        'a path of another manager',
        { managers: ['k9s'], paths: ['/spec'] },
        'Modified',
      ],
      ['the whole object', {}, 'Excluded'],
      [
        'another name',
        { target: { name: 'we' }, paths: ['/spec'] },
        'Modified',
      ],
      [
        'a pattern that fits the name',
        { target: { name: 'w.*' }, paths: ['/spec'] },
        'InSync',
      ],
      [
        'a rule of today',
        { paths: ['/spec'], expires: '2026-11-21' },
        'InSync',
      ],
      [
        'an expired rule',
        { paths: ['/spec'], expires: '2026-11-20' },
        'Modified',
      ],
      ['an unreadable date', { paths: ['/spec'], expires: 'soon' }, 'Modified'],
    ])('%s', (_, more, state) => {
      expect(compareWeb(live, { ignore: [rule(more)] }).state).toBe(state);
    });

    it('keeps what was ignored, with the rule', () => {
      const { ignored } = compareWeb(live, {
        ignore: [rule({ paths: ['/spec'] })],
      });
      expect(ignored[0].ignoredBy).toMatchObject({ reason: 'tried by hand' });
    });
  });
});
