import fc from 'fast-check';
import { stringify } from 'yaml';
import { BASE, METAL, replace, smallFleet } from '../__fixtures__/smallFleet';
import { loadFleet } from '../load/loadFleet';
import type { FleetSources } from '../load/sources';
import { renderCluster } from './cluster';

/** What a cluster may give for a variable: what YAML, engines, mirrors and references take for something else. */
const VALUES = [
  'plain',
  '10.20.8.10',
  'on',
  '1e3',
  '0x1f',
  'null',
  '~',
  '',
  'a: b',
  'a:',
  ': a',
  '#a',
  'a #b',
  '"a"',
  "it's",
  'back\\slash',
  'one\ntwo',
  '\n',
  ' lead',
  'trail ',
  'a\tb',
  'ünïcode ☃',
  'a\u0085b',
  '\ufeffa',
  '- a',
  '{a',
  '*a',
  '$&',
  '${x}',
  'x'.repeat(210),
  'name-default',
  'docker.io',
  'image',
  'kind',
  'Pod',
  'Prune=false',
];

/** Where a variable is handed on, or is more than that. */
const SPOTS: Record<string, object> = {
  alone: { a: '${variables.note}' },
  within: { a: 'a ${variables.note} b', b: '${variables.note}: b' },
  twice: { a: '${variables.note}${variables.other}-${cluster.name}' },
  inBlock: { a: 'one\ntwo ${variables.note} of ${cluster.name}\n' },
  atEnd: { a: 'one\n${variables.note}' },
  atStart: { a: '${variables.note}\ntwo' },
  inQuotes: { a: 'one \n${variables.note} \n' },
  whole: { a: '${variables}' },
  named: { a: [{ name: '${variables.note}', value: 1 }] },
  computed: { a: '${variables.note.size()}' },
  decided: { a: "${variables.note == 'on' ? variables.other : 'no'}" },
  asked: { a: '${has(variables.note)}' },
  pod: { containers: [{ name: 'a', image: '${variables.note}/acme/app:1' }] },
  podText: {
    files: [
      {
        path: '/etc/pod.yaml',
        content: `apiVersion: v1
kind: Pod
spec:
  containers:
    - {name: a, value: "\${variables.note}"}
    - image: docker.io/library/nginx:1
`,
      },
    ],
  },
  podWord: {
    files: [
      {
        path: '/etc/pod.yaml',
        content:
          'kind: ${variables.note}\n${variables.other}: docker.io/library/nginx:1\nimage: docker.io/a/b\n',
      },
    ],
  },
  reference: {
    ref: { kind: 'MetalMachineTemplate', name: '${variables.note}' },
    otherTemplate: { name: '${variables.other}' },
  },
};

const spot = fc.constantFrom(...Object.keys(SPOTS));
const spots = fc.uniqueArray(spot, { maxLength: 4 });
const value = fc.oneof(fc.constantFrom(...VALUES), fc.string());

const cluster = fc.record({
  name: fc.constantFrom('on', '1234', 'name', 'web', 'a-b', 'name-default'),
  note: value,
  other: value,
  count: fc.constantFrom(1, 1, 2),
  /** The second isn't served any more, which is a problem. */
  api: fc.constantFrom('v1', 'v1', 'v1', 'v1beta1'),
});

const plan = fc.record({
  engine: fc.constantFrom('Flux', 'ArgoCD'),
  machine: spots,
  template: spots,
  manifest: spots,
  patch: spots,
  annotated: fc.boolean(),
  /** Whether a version of an API is a variable, too. */
  versioned: fc.boolean(),
  /** What every cluster gives: the rest is the model's. */
  own: fc.constantFrom<readonly string[]>(
    ['note', 'other', 'api'],
    ['note', 'other', 'count', 'api'],
    ['note'],
  ),
  clusters: fc.uniqueArray(cluster, {
    minLength: 3,
    maxLength: 5,
    selector: ({ name }) => name,
  }),
});

type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

function spec(names: readonly string[]): object {
  return Object.fromEntries(names.map(name => [name, SPOTS[name]]));
}

const API = 'infrastructure.cluster.x-k8s.io/v1beta2';

function machines({ machine, template }: Plan): string {
  const metadata = {
    name: '${cluster.name}-default',
    namespace: '${cluster.namespace}',
  };
  const ref = { kind: 'MetalMachineTemplate', name: metadata.name };
  return [
    {
      apiVersion: API,
      kind: 'MetalCluster',
      metadata,
      spec: { count: '${variables.count}', ref, ...spec(machine) },
    },
    { apiVersion: API, kind: ref.kind, metadata, spec: spec(template) },
  ]
    .map(object => stringify(object))
    .join('---\n');
}

function component({ patch }: Plan): string {
  const target = { kind: 'Note', name: 'notes' };
  return stringify({
    apiVersion: 'flotilla.dev/v1alpha1',
    kind: 'Component',
    metadata: { name: 'notes' },
    spec: {
      version: '1.0.0',
      namespace: 'notes',
      values: { note: '${variables.note}', list: ['${variables.other}'] },
      source: { manifests: { path: 'manifests/', expressions: true } },
      patches: [{ target, merge: { patched: spec(patch) } }],
    },
  });
}

/** Of a kind of Kubernetes' own: which fields it has, and whether it is served, hangs on the version. */
const BUDGET = {
  apiVersion: 'policy/${variables.api}',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'notes' },
  spec: { maxUnavailable: 1 },
};

function manifests({ manifest, annotated, versioned }: Plan): string {
  const annotations = {
    'argocd.argoproj.io/sync-options': '${variables.note}',
  };
  const metadata = { name: 'notes', ...(annotated && { annotations }) };
  const data = { note: '${values.note}' };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data },
    {
      apiVersion: 'test.example/v1',
      kind: 'Note',
      metadata,
      spec: { ...spec(manifest), list: '${values.list}' },
    },
    ...(versioned ? [BUDGET] : []),
  ]
    .map(object => stringify(object))
    .join('---\n');
}

let round = 0;

/** A fleet of which nothing was ever read: every file is another text. */
function freshFleet(given: Plan, clusters: Plan['clusters']): FleetSources {
  round += 1;
  const text = { schema: { type: 'string', default: 'none' } };
  const integer = { schema: { type: 'integer', default: 1 } };
  const variables = [
    { name: 'note', ...text },
    { name: 'other', ...text },
    { name: 'count', ...integer },
    { name: 'api', schema: { type: 'string', default: 'v1' } },
  ];
  const files = smallFleet({
    'fleet.yaml': replace('engine: Flux', `engine: ${given.engine}`),
    'clusters/prod/cluster.yaml': null,
    [METAL]: replace('name: rack, required: true', 'name: rack'),
    [BASE]: base =>
      replace(
        '  variables:\n',
        `  variables:\n${variables
          .map(one => `    - ${JSON.stringify(one)}\n`)
          .join('')}`,
      )(base).replace(
        '  components:\n',
        '  components:\n    - {name: notes, version: 1.0.0}\n',
      ),
    'providers/metal/1.0.0/infrastructure/cluster.yaml': machines(given),
    'components/notes/1.0.0/component.yaml': component(given),
    'components/notes/1.0.0/manifests/notes.yaml': manifests(given),
  });
  for (const one of clusters) {
    files.set(`clusters/${one.name}/cluster.yaml`, clusterFile(given, one));
  }
  const { fleet } = loadFleet(
    new Map([...files].map(([path, all]) => [path, `${all}# ${round}\n`])),
  );
  if (!fleet) throw new Error('there is no fleet');
  return fleet;
}

function clusterFile(
  { own }: Plan,
  { name, ...values }: Plan['clusters'][number],
): string {
  const variables = Object.fromEntries(
    Object.entries(values).filter(([variable]) => own.includes(variable)),
  );
  return stringify({
    apiVersion: 'flotilla.dev/v1alpha1',
    kind: 'Cluster',
    metadata: { name },
    spec: {
      owner: 'group:default/test',
      model: { name: 'base', version: '1.0.0' },
      provider: 'metal',
      managedBy: 'mgmt',
      variables,
    },
  });
}

function said(fleet: FleetSources, name: string) {
  const { files, parts, problems } = renderCluster(fleet, name);
  const objects = parts.flatMap(part => part.objects);
  return { files: [...files], objects, problems };
}

let sound = 0;

it('renders a cluster among others as one alone, whatever it gives for variables', () => {
  fc.assert(
    fc.property(plan, given => {
      const fleet = freshFleet(given, given.clusters);
      for (const one of given.clusters) {
        const among = said(fleet, one.name);
        expect(among).toEqual(said(freshFleet(given, [one]), one.name));
        if (among.objects.length > 0) sound += 1;
      }
    }),
    { numRuns: 30 },
  );
  // What has problems isn't rendered, and would prove little.
  expect(sound).toBeGreaterThan(50);
});
