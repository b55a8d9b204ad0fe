import { complaints, loaded } from '../__fixtures__/loaded';
import {
  BASE,
  MGMT,
  METAL,
  PROD,
  replace,
  SHOP,
  STANDARD,
  WEB,
} from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { composeCluster } from './compose';

function composed(edits: FleetEdits = {}, cluster = 'prod') {
  const result = composeCluster(loaded(edits), cluster);
  expect(result.problems).toEqual([]);
  if (!result.composed) throw new Error('nothing was composed');
  return result.composed;
}

const otherStorage = {
  'components/other-storage/2.0.0/component.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: other-storage}
spec: {version: 2.0.0, provides: [storage], source: {manifests: {path: m}}}
`,
  'components/other-storage/2.0.0/m/c.yaml':
    'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: other}\nprovisioner: o.example\n',
};

describe('layers', () => {
  it('take variables from schema, defaults, fixed and the cluster, in this order', () => {
    expect(composed().variables).toEqual({
      rack: 'r1',
      logLevel: 'debug',
      audit: true,
      workers: 5,
    });
  });

  it('merge the cluster block and evaluate its expressions with their type', () => {
    expect(composed().cluster).toEqual({
      kubernetes: '1.35',
      controlPlane: { replicas: 3, machineType: 'small' },
      workerPools: [
        {
          name: 'default',
          replicas: 5,
          machineType: 'small',
          labels: { tier: 'web' },
        },
      ],
    });
  });

  it('put a variant over the model and under the cluster', () => {
    const big = {
      [PROD]: replace('  provider: metal', '  variant: big\n  provider: metal'),
    };
    const { cluster, variables } = composed(big);
    expect(cluster.workerPools?.[0]).toMatchObject({
      machineType: 'large',
      replicas: 5,
    });
    expect(variables.workers).toBe(5);
    expect(
      composed({ [PROD]: text => big[PROD](text).replace(', workers: 5', '') })
        .variables.workers,
    ).toBe(9);
  });

  it('remove what a later layer sets to null', () => {
    const { cluster } = composed({
      [STANDARD]: replace(
        '  cluster:\n',
        '  cluster:\n    controlPlane: {machineType: null}\n',
      ),
    });
    expect(cluster.controlPlane).toEqual({ replicas: 3 });
  });

  it('take the provider’s component for a capability, with values of later layers', () => {
    const { components } = composed({
      [PROD]: replace(
        'components:\n',
        'components:\n    - {name: local-storage, values: {a: 1}}\n',
      ),
    });
    expect(components).toEqual([
      {
        name: 'local-storage',
        version: '1.0.0',
        required: false,
        patchable: true,
        layer: 'provides storage on metal',
        values: { a: 1 },
        provides: ['storage'],
        dependsOn: [],
      },
      expect.objectContaining({
        name: 'web',
        required: true,
        layer: 'required by base 1.0.0',
        values: { replicas: 2, title: 'hello' },
        dependsOn: ['local-storage'],
      }),
    ]);
  });

  it('let a model name another component for a capability', () => {
    const { components } = composed({
      ...otherStorage,
      [STANDARD]: replace(
        '- {name: local-storage, patchable: true}',
        '- {name: other-storage, version: 2.0.0}',
      ),
      [WEB]: replace('  dependsOn: [local-storage]\n', ''),
    });
    expect(components.map(c => [c.name, c.layer])).toEqual([
      ['other-storage', 'from standard 1.0.0'],
      ['web', 'required by base 1.0.0'],
    ]);
  });

  it('bring workspaces that choose the cluster, and no others', () => {
    expect(composed().workspaces.map(w => w.name)).toEqual(['shop']);
    expect(composed({}, 'mgmt').workspaces).toEqual([]);
  });

  it('give the provider’s full Kubernetes version', () => {
    expect(composed().kubernetes).toEqual({
      minor: '1.35',
      version: 'v1.35.4',
    });
  });
});

const CASES: [what: string, edits: FleetEdits, told: string][] = [
  [
    'disabling what is required',
    { [PROD]: replace('values: {replicas: 2}', 'enabled: false') },
    `${PROD}:11:28  web can't be disabled
  ${BASE}:19 marks it required.
  Allowed here: /values/replicas.`,
  ],
  [
    'changing the version of what is required',
    { [PROD]: replace('values: {replicas: 2}', 'version: 2.0.0') },
    `${PROD}:11:28  web can't be changed from 1.0.0 to 2.0.0
  ${BASE}:19 marks it required.
  Allowed here: /values/replicas.`,
  ],
  [
    'changing a value that is not overridable',
    { [PROD]: replace('{replicas: 2}', '{title: mine}') },
    `${PROD}:11:35  web: values.title can't be changed
  ${BASE}:19 marks it required.
  Allowed here: /values/replicas.`,
  ],
  [
    'a child model breaking its parent’s lock',
    {
      [STANDARD]: replace(
        'components:\n',
        'components:\n    - {name: web, required: false}\n',
      ),
    },
    `${STANDARD}:15:29  web can't be made optional
  ${BASE}:19 marks it required.
  Allowed here: /values/replicas.`,
  ],
  [
    'setting what is fixed',
    { [PROD]: replace('workers: 5', 'audit: false') },
    `${PROD}:9:32  audit can't be set to false
  ${STANDARD}:10 fixes it to true.
  Remove it here, or ask for another version of the model.`,
  ],
  [
    'a variable outside its schema',
    { [PROD]: replace('workers: 5', 'workers: 50') },
    `${PROD}:9:34  workers must be <= 9, not 50
  ${STANDARD}:8 is its schema.`,
  ],
  [
    'a variable that is not there',
    { [PROD]: replace('workers: 5', 'worker: 5') },
    `${PROD}:9:33  there is no variable worker
  Did you mean workers?`,
  ],
  [
    'a variable that is missing',
    { [PROD]: replace('rack: r1, ', '') },
    `${PROD}:9:14  variables.rack is missing: provider metal 1.0.0 requires it
  One of: r1, r2.`,
  ],
  [
    'a value outside the component’s schema',
    { [PROD]: replace('replicas: 2}', 'replicas: two}') },
    `${PROD}:11:38  web: values.replicas must be a whole number, not "two"`,
  ],
  [
    'a value that the component does not know',
    {
      [BASE]: replace(
        'overridable: [/values/replicas]',
        'values: {replcas: 3}',
      ),
    },
    `${BASE}:20:25  web: values.replcas isn't known here
  Did you mean replicas?`,
  ],
  [
    'a provider that the model does not run on',
    {
      [PROD]: replace('provider: metal', 'provider: existing'),
      [BASE]: replace('    - {name: existing, version: 1.0.0}\n', ''),
      [MGMT]: null,
    },
    `${PROD}:7:13  base 1.0.0 doesn't run on existing
  There is: metal.`,
  ],
  [
    'a variant that is not there',
    { [PROD]: replace('  provider', '  variant: bug\n  provider') },
    `${PROD}:7:12  standard 1.0.0 has no variant bug
  Did you mean big?`,
  ],
  [
    'an expression that gives text where a count goes',
    {
      [STANDARD]: replace(
        '${variables.workers}',
        '${string(variables.workers)}',
      ),
    },
    `${STANDARD}:13:36  spec.cluster.workerPools[0].replicas: must be a whole number of 0 or more, or \${ … }`,
  ],
  [
    'a Kubernetes version that the provider does not have',
    { [BASE]: replace('"1.35"', '"1.37"') },
    `${PROD}:7:13  metal 1.0.0 has no Kubernetes 1.37
  ${BASE}:13 asks for 1.37.
  It has: 1.35.`,
  ],
  [
    'a machine type that the provider does not have',
    { [STANDARD]: replace('machineType: small', 'machineType: tiny') },
    `${PROD}:7:13  metal has no machine type tiny
  ${STANDARD}:13 asks for tiny.
  It has: small, large.`,
  ],
  [
    'a capability that nothing provides',
    {
      [METAL]: replace(
        '  capabilities:\n    storage: {name: local-storage, version: 1.0.0}\n',
        '',
      ),
      [STANDARD]: replace(
        '  components:\n    - {name: local-storage, patchable: true}\n',
        '',
      ),
    },
    `${PROD}:7:13  nothing provides storage on metal
  ${BASE}:15 asks for storage.
  These could: local-storage 1.0.0.`,
  ],
  [
    'a capability whose component is disabled',
    {
      [PROD]: replace(
        'components:\n',
        'components:\n    - {name: local-storage, enabled: false}\n',
      ),
    },
    `${PROD}:11:5  nothing provides storage: local-storage is disabled
  ${PROD}:11 disables it.
  These could: local-storage 1.0.0.`,
  ],
  [
    'two components for one capability',
    {
      ...otherStorage,
      [PROD]: replace(
        'components:\n',
        'components:\n    - {name: local-storage, version: 1.0.0}\n    - {name: other-storage, version: 2.0.0}\n',
      ),
    },
    `${PROD}:11:5  storage has two providers: local-storage and other-storage
  Disable one of them.`,
  ],
  [
    'a component without a version',
    {
      ...otherStorage,
      [PROD]: replace(
        'components:\n',
        'components:\n    - {name: other-storage}\n',
      ),
    },
    `${PROD}:11:5  other-storage has no version in this cluster
  ${PROD}:11 names other-storage.
  There is: 2.0.0.`,
  ],
  [
    'components that wait for each other',
    {
      'components/local-storage/1.0.0/component.yaml': replace(
        '  provides',
        '  dependsOn: [web]\n  provides',
      ),
    },
    `components/local-storage/1.0.0/component.yaml:6:14  components wait for each other: local-storage → web → local-storage`,
  ],
  [
    'two workspaces for one namespace',
    {
      'workspaces/rival.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Workspace
metadata: {name: rival}
spec: {owner: group:default/rival, clusters: {names: [prod]}, namespaces: [{name: shop}]}
`,
    },
    `${SHOP}:7:23  namespace shop on prod belongs to two workspaces: rival and shop
  workspaces/rival.yaml:4 claims it too.
  Give one of them another namespace, or choose other clusters.`,
  ],
  [
    'a workspace in a namespace of a component',
    { [SHOP]: replace('[{name: shop}]', '[{name: web}]') },
    `${SHOP}:7:16  Namespace/web on prod has two owners: components/web and workspaces/shop
  Leave it to one of them.`,
  ],
  [
    'a workspace that a cluster does not admit',
    {
      [SHOP]: replace('{matchLabels: {env: prod}}', '{names: [prod]}'),
      [PROD]: text =>
        `${text}  workspaces: {admit: {matchLabels: {tier: core}}}\n`,
    },
    `${SHOP}:6:22  prod doesn't admit workspace shop
  ${PROD}:12 says which workspaces may come.
  Give the workspace these labels: tier: core.`,
  ],
  [
    'workspaces over the cluster’s ceiling',
    {
      [PROD]: text => `${text}  workspaces: {ceiling: {requests.cpu: 3500m}}\n`,
    },
    `${PROD}:12:40  the workspaces take more requests.cpu than 3500m together
  They ask for: shop 4.`,
  ],
  [
    'a role where it may not be used',
    {
      'roles/developer.yaml': replace(
        'scope: Namespace',
        'scope: Namespace\n  clusters: {matchLabels: {env: dev}}',
      ),
    },
    `${SHOP}:9:14  role developer may not be used on prod
  roles/developer.yaml:6 says where it may be used.`,
  ],
  [
    'a component on a provider that it does not run on',
    {
      [WEB]: replace(
        '  dependsOn',
        '  requires: {providers: [existing], kubernetes: ">=1.36"}\n  dependsOn',
      ),
    },
    `${BASE}:17:7  web 1.0.0 doesn't run on Kubernetes 1.35.4
  ${WEB}:7 wants >=1.36.
  Choose another version or component, or disable it where it came in.`,
  ],
];

describe('what cannot be composed is told with the rule against it', () => {
  it.each(CASES)('%s', (_what, edits, told) => {
    expect(complaints(edits)).toContain(told);
  });
});

describe('locks', () => {
  it('allow saying again what holds', () => {
    expect(
      complaints({ [PROD]: replace('{replicas: 2}', '{title: hello}') }),
    ).toEqual([]);
  });

  it('hold for a patch too', () => {
    const patch = `  patches:
    - target: {kind: Deployment, name: web}
      merge: {spec: {replicas: 9}}
`;
    expect(complaints({ [PROD]: text => text + patch })).toEqual([
      `${PROD}:13:15  web can't be patched
  ${BASE}:17 names web without patchable: true.
  Set its values instead, or ask for patchable: true in the model.`,
    ]);
  });
});
