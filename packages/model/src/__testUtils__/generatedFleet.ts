import fc from 'fast-check';
import { stringify } from 'yaml';

/*
 * Whole fleets out of a plan that shrinks: a plan says which layer sets what, and every value that a
 * layer sets is another number, so that a value tells who set it.
 */

/** What one layer sets, by name. */
export interface LayerPlan {
  variables: string[];
  fixed: string[];
  pools: { name: string; fields: string[] }[];
  components: EntryPlan[];
}

export interface EntryPlan {
  name: string;
  /** Pointers into the values. */
  values: string[];
  /** Present where the layer locks the component: what it leaves open. */
  required?: string[];
}

export interface FleetPlan {
  /** Components' own values, by component. */
  components: { name: string; values: string[]; after: string[] }[];
  /** Models from the root on. */
  models: LayerPlan[];
  /** The level whose model has the variant, and what it sets. */
  variant?: { level: number; layer: LayerPlan };
  cluster: Pick<LayerPlan, 'variables' | 'components'>;
}

const VARIABLES = ['alpha', 'beta', 'gamma'];
const COMPONENTS = ['disk', 'mesh', 'web'];
const VALUES = [
  '/size',
  '/mode',
  '/deep/x',
  '/deep/y',
  '/hosts/main/port',
  '/hosts/side/port',
];
const POOLS = ['small', 'large'];

const some = (from: readonly string[]) => fc.subarray([...from]);

const oneVariable = fc.subarray(VARIABLES, { minLength: 1, maxLength: 1 });

/** With too many locks, most fleets would break one by themselves. */
function rarely<T>(mostly: fc.Arbitrary<T>, sometimes: fc.Arbitrary<T>) {
  return fc.oneof(
    { weight: 3, arbitrary: mostly },
    { weight: 1, arbitrary: sometimes },
  );
}

function entry(locks: boolean): fc.Arbitrary<EntryPlan> {
  return fc.record(
    {
      name: fc.constantFrom(...COMPONENTS),
      values: some(VALUES),
      ...(locks && { required: some(['/size', '/deep', '/hosts/main']) }),
    },
    { requiredKeys: ['name', 'values'] },
  );
}

function layer(locks: boolean): fc.Arbitrary<LayerPlan> {
  return fc.record({
    variables: some(VARIABLES),
    fixed: locks ? rarely(fc.constant([]), oneVariable) : fc.constant([]),
    pools: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...POOLS),
        fields: some(['/replicas', '/labels/a', '/labels/b']),
      }),
      { selector: pool => pool.name, maxLength: 2 },
    ),
    components: entries(locks),
  });
}

function entries(locks: boolean): fc.Arbitrary<EntryPlan[]> {
  const one = locks ? rarely(entry(false), entry(true)) : entry(false);
  return fc.uniqueArray(one, {
    selector: planned => planned.name,
    maxLength: 2,
  });
}

/** Fleets of one to four levels of models, with or without locks. */
export function fleetPlan(locks: boolean): fc.Arbitrary<FleetPlan> {
  const components = fc.tuple(
    ...COMPONENTS.map((name, i) =>
      fc.record({
        name: fc.constant(name),
        values: some(VALUES),
        after: some(COMPONENTS.slice(0, i)),
      }),
    ),
  );
  return fc.record(
    {
      components,
      models: fc.array(layer(locks), { minLength: 1, maxLength: 4 }),
      variant: fc.record({ level: fc.nat(3), layer: layer(locks) }),
      cluster: fc.record({
        variables: some(VARIABLES),
        components: entries(false),
      }),
    },
    { requiredKeys: ['components', 'models', 'cluster'] },
  );
}

/** Gives out a number once. */
class Numbers {
  private last = 100;

  next(): number {
    this.last += 1;
    return this.last;
  }

  /** A tree with another number at each pointer; items of `hosts` are named. */
  tree(pointers: readonly string[]): Record<string, unknown> {
    const tree: Record<string, unknown> = {};
    for (const pointer of pointers) {
      const [first, second, third] = pointer.slice(1).split('/');
      if (third !== undefined) {
        const hosts = Array.isArray(tree[first]) ? tree[first] : [];
        tree[first] = [...hosts, { name: second, [third]: this.next() }];
      } else if (second !== undefined) {
        tree[first] = { ...Object(tree[first]), [second]: this.next() };
      } else {
        tree[first] = this.next();
      }
    }
    return tree;
  }

  each(names: readonly string[]): Record<string, number> {
    return Object.fromEntries(names.map(name => [name, this.next()]));
  }
}

const API = { apiVersion: 'flotilla.dev/v1alpha1' };
const version = '1.0.0';

const ROOT = {
  providers: [
    { name: 'metal', version },
    { name: 'existing', version },
  ],
  variables: VARIABLES.map(name => ({
    name,
    schema: { type: 'integer', default: 1 },
  })),
};

const FRAME: [string, string][] = [
  [
    'fleet.yaml',
    `apiVersion: flotilla.dev/v1alpha1
kind: Fleet
metadata: {name: laws}
spec: {format: 1, engine: Flux, repository: {url: https://git.example/laws, branch: main}, owner: group:default/test}
`,
  ],
  [
    'providers/metal/1.0.0/provider.yaml',
    `apiVersion: flotilla.dev/v1alpha1
kind: Provider
metadata: {name: metal}
spec: {version: 1.0.0, controlPlane: Managed, infrastructure: {manifests: infrastructure/}}
`,
  ],
  [
    'providers/metal/1.0.0/infrastructure/pool.yaml',
    `apiVersion: test.example/v1
kind: Pool
metadata:
  name: \${cluster.name}-\${pool.name}
  namespace: default
  annotations: {flotilla.dev/for-each: workerPools}
spec:
  replicas: \${pool.replicas}
  labels: \${pool.labels}
`,
  ],
  [
    'providers/existing/1.0.0/provider.yaml',
    `apiVersion: flotilla.dev/v1alpha1
kind: Provider
metadata: {name: existing}
spec: {version: 1.0.0, controlPlane: None}
`,
  ],
  [
    'clusters/mgmt/cluster.yaml',
    `apiVersion: flotilla.dev/v1alpha1
kind: Cluster
metadata: {name: mgmt}
spec: {owner: group:default/test, model: {name: level0, version: 1.0.0}, provider: existing}
`,
  ],
];

/** Where the model of a level is. */
export function modelPath(level: number): string {
  return `models/level${level}/${version}/model.yaml`;
}

export const CLUSTER_PATH = 'clusters/c1/cluster.yaml';

/** The files of a planned fleet. The same plan gives the same files. */
export function fleetFiles(plan: FleetPlan): Map<string, string> {
  const numbers = new Numbers();
  const files = new Map<string, string>(FRAME);
  const add = (path: string, ...documents: object[]) =>
    files.set(
      path,
      documents.map(document => stringify(document)).join('---\n'),
    );
  for (const { name, values, after } of plan.components) {
    const folder = `components/${name}/${version}`;
    add(
      `${folder}/component.yaml`,
      componentFile(name, after, numbers.tree(values)),
    );
    add(`${folder}/manifests/thing.yaml`, thing(name));
  }
  const variantLevel = Math.min(
    plan.variant?.level ?? 0,
    plan.models.length - 1,
  );
  plan.models.forEach((planned, level) => {
    const last = level === 0 ? COMPONENTS.map(name => ({ name, version })) : [];
    const content = layerContent(planned, numbers, last);
    const variants =
      plan.variant && level === variantLevel
        ? [
            {
              name: 'special',
              ...layerContent(plan.variant.layer, numbers, []),
            },
          ]
        : undefined;
    add(modelPath(level), {
      ...API,
      kind: 'Model',
      metadata: { name: `level${level}` },
      spec: {
        version,
        ...(level === 0
          ? ROOT
          : { extends: { name: `level${level - 1}`, version } }),
        ...content,
        ...(variants && { variants }),
      },
    });
  });
  add(CLUSTER_PATH, clusterFile(plan, numbers));
  return files;
}

function layerContent(
  { variables, fixed, pools, components }: LayerPlan,
  numbers: Numbers,
  all: { name: string; version: string }[],
) {
  const named = new Map(
    entryFiles(components, numbers).map(planned => [planned.name, planned]),
  );
  const rest = all.map(one => ({ ...one, ...named.get(one.name) }));
  return {
    // A layer that fixes a variable has nothing more to say of it.
    defaults: numbers.each(variables.filter(name => !fixed.includes(name))),
    fixed: numbers.each(fixed),
    cluster: {
      workerPools: pools.map(({ name, fields }) => ({
        name,
        ...numbers.tree(fields.filter(field => !field.startsWith('/labels'))),
        labels: Object.fromEntries(
          fields
            .filter(field => field.startsWith('/labels'))
            .map(field => [
              field.slice('/labels/'.length),
              `l${numbers.next()}`,
            ]),
        ),
      })),
    },
    components: all.length > 0 ? rest : [...named.values()],
  };
}

function entryFiles(planned: readonly EntryPlan[], numbers: Numbers) {
  return planned.map(({ name, values, required }) => ({
    name,
    values: numbers.tree(values),
    ...(required && {
      required: true,
      overridable: required.map(pointer => `/values${pointer}`),
    }),
  }));
}

function componentFile(name: string, dependsOn: string[], values: object) {
  return {
    ...API,
    kind: 'Component',
    metadata: { name },
    spec: {
      version,
      dependsOn,
      values,
      source: { manifests: { path: 'manifests/' } },
      patches: [
        {
          target: { kind: 'Thing', name },
          merge: {
            spec: {
              values: '${values}',
              text: Object.fromEntries(
                VARIABLES.map(v => [v, `is \${variables.${v}}`]),
              ),
            },
          },
        },
      ],
    },
  };
}

function thing(name: string) {
  return {
    apiVersion: 'test.example/v1',
    kind: 'Thing',
    metadata: { name, namespace: 'default' },
    spec: {},
  };
}

function clusterFile(
  { models, variant, cluster }: FleetPlan,
  numbers: Numbers,
) {
  return {
    ...API,
    kind: 'Cluster',
    metadata: { name: 'c1', labels: { env: 'test' } },
    spec: {
      owner: 'group:default/test',
      model: { name: `level${models.length - 1}`, version },
      ...(variant && { variant: 'special' }),
      provider: 'metal',
      managedBy: 'mgmt',
      variables: numbers.each(cluster.variables),
      components: entryFiles(cluster.components, numbers),
    },
  };
}
