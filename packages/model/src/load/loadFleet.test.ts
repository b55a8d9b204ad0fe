import { complaints, loaded } from '../__fixtures__/loaded';
import {
  BASE,
  METAL,
  MGMT,
  PROD,
  replace,
  SHOP,
  smallFleet,
  STANDARD,
  WEB,
} from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { loadFleet } from './loadFleet';

describe('a sound fleet', () => {
  it('loads every definition under its name', () => {
    const fleet = loaded();
    expect([...fleet.models.keys()]).toEqual(['base/1.0.0', 'standard/1.0.0']);
    expect([...fleet.clusters.keys()]).toEqual(['mgmt', 'prod']);
    expect(fleet.workspaces.get('shop')?.source.path).toBe(SHOP);
  });

  it('renders without a complaint', () => {
    expect(complaints({})).toEqual([]);
  });
});

/** What a person wrote, and exactly what they are told. */
const CASES: [what: string, edits: FleetEdits, told: string[]][] = [
  [
    'an unknown field, with the likely one',
    { [STANDARD]: replace('replicas: "${v', 'replcias: "${v') },
    [
      `${STANDARD}:13:25  unknown field spec.cluster.workerPools[0].replcias
  Did you mean replicas?`,
    ],
  ],
  [
    'text where a count or an expression goes',
    { [STANDARD]: replace('"${variables.workers}"', '"{{ workers }}"') },
    [
      `${STANDARD}:13:35  spec.cluster.workerPools[0].replicas must be a whole number of 0 or more, or \${ … }, not "{{ workers }}"`,
    ],
  ],
  [
    'a version that YAML reads as a number',
    { [BASE]: replace('kubernetes: "1.35"', 'kubernetes: 1.35') },
    [
      `${BASE}:13:17  spec.cluster.kubernetes must be text, not 1.35
  Write it in quotes: "1.35".`,
    ],
  ],
  [
    'a version whose last zero a number loses',
    { [BASE]: replace('kubernetes: "1.35"', 'kubernetes: 1.30') },
    [
      `${BASE}:13:17  spec.cluster.kubernetes must be text, not 1.3
  Write it in quotes: "1.30".`,
    ],
  ],
  [
    'a range of addresses that no network has',
    {
      [BASE]: replace(
        'kubernetes: "1.35"',
        'kubernetes: "1.35"\n    network: {pods: [10.128.0.0/40], services: [10.300.0.0/16, "fd00::/108"]}',
      ),
    },
    [
      `${BASE}:14:22  spec.cluster.network.pods[0]: "10.128.0.0/40" isn't a range of addresses, such as 10.128.0.0/14`,
      `${BASE}:14:49  spec.cluster.network.services[0]: "10.300.0.0/16" isn't a range of addresses, such as 10.128.0.0/14`,
    ],
  ],
  [
    'a missing field',
    { [PROD]: replace('  provider: metal\n', '') },
    [`${PROD}:4:1  spec.provider is missing`],
  ],
  [
    'a name that is no DNS-1123 name',
    { [SHOP]: replace('[{name: shop}]', '[{name: The_Shop}]') },
    [
      `${SHOP}:7:23  spec.namespaces[0].name: "The_Shop" isn't a DNS-1123 name: lower-case letters, digits and "-", beginning and ending with a letter or digit, at most 63`,
    ],
  ],
  [
    'an owner in another form',
    { [PROD]: replace('group:default/shop', 'shop') },
    [
      `${PROD}:5:10  spec.owner: "shop" isn't an owner: write group:<namespace>/<name>, such as group:default/platform`,
    ],
  ],
  [
    'a word that is not one of the allowed',
    { [METAL]: replace('SelfManaged', 'Selfmanaged') },
    [
      `${METAL}:6:17  spec.controlPlane must be Managed, SelfManaged or None, not "Selfmanaged"
  Did you mean SelfManaged?`,
    ],
  ],
  [
    'a name that is not the path’s',
    { [STANDARD]: replace('name: standard', 'name: standart') },
    [
      `${STANDARD}:3:18  metadata.name is standart, but the path says standard
  Rename one of them.`,
    ],
  ],
  [
    'a version that is not the path’s',
    { [STANDARD]: replace('version: 1.0.0\n', 'version: 1.0.1\n') },
    [
      `${STANDARD}:5:12  spec.version is 1.0.1, but the path says 1.0.0
  Rename one of them.`,
    ],
  ],
  [
    'a folder that is no DNS-1123 name',
    {
      'clusters/Prod_2/cluster.yaml':
        smallFleet().get(MGMT)?.replace('name: mgmt', 'name: prod-2') ?? '',
    },
    [
      `clusters/Prod_2/cluster.yaml:1:1  the folder or file name "Prod_2" isn't a DNS-1123 name
  Use lower-case letters, digits and "-".`,
    ],
  ],
  [
    'another kind in its place',
    { [SHOP]: replace('kind: Workspace', 'kind: Cluster') },
    [`${SHOP}:2:7  a file here is of kind Workspace, not Cluster`],
  ],
  [
    'a file in no place',
    { 'clusters/extra.yaml': 'kind: Cluster\n' },
    [
      `clusters/extra.yaml:1:1  nothing is read from this place
  Move it to clusters/<name>/cluster.yaml.`,
    ],
  ],
  [
    'an empty file',
    { 'roles/empty.yaml': '\n' },
    [
      `roles/empty.yaml:1:1  the file is empty
  Write a RoleTemplate here, or delete the file.`,
    ],
  ],
  [
    'text that is not YAML',
    { [SHOP]: 'kind: {Workspace' },
    [`${SHOP}:1:17  a bracket is never closed`],
  ],
  [
    'a key that is indented too deep',
    { [PROD]: replace('  provider: metal', '   provider: metal') },
    [
      `${PROD}:7:4  this line's indentation fits nothing above it
  Align it with what it belongs to.`,
    ],
  ],
  [
    'a key that stands twice',
    {
      [PROD]: replace(
        '  provider: metal\n',
        '  provider: metal\n  provider: existing\n',
      ),
    },
    [
      `${PROD}:8:3  this key stands twice in one map
  Keep one of them.`,
    ],
  ],
  [
    'a tab as indentation',
    { [PROD]: replace('  provider: metal\n', '\tprovider: metal\n') },
    [
      `${PROD}:7:1  a tab as indentation
  Indent with spaces.`,
    ],
  ],
  [
    'two definitions in one file',
    { [SHOP]: text => `${text}---\n${text}` },
    [
      `${SHOP}:16:1  a second document in one file
  One definition a file: move it to a file of its own.`,
    ],
  ],
  [
    'a parent that is not there',
    { [STANDARD]: replace('extends: {name: base', 'extends: {name: bse') },
    [
      `${STANDARD}:6:19  there is no model bse
  Did you mean base?`,
    ],
  ],
  [
    'models that extend each other in a circle',
    {
      [BASE]: replace(
        '  providers:',
        '  extends: {name: standard, version: 1.0.0}\n  providers:',
      ),
      [PROD]: null,
      [MGMT]: null,
    },
    [
      `${BASE}:6:12  models extend each other in a circle: base/1.0.0 → standard/1.0.0 → base/1.0.0`,
      `${STANDARD}:6:12  models extend each other in a circle: standard/1.0.0 → base/1.0.0 → standard/1.0.0`,
    ],
  ],
  [
    'a component version that is not there',
    {
      [BASE]: replace(
        'version: 1.0.0\n      required',
        'version: 1.0.9\n      required',
      ),
    },
    [
      `${BASE}:18:16  component web has no version 1.0.9
  There is: 1.0.0.`,
    ],
  ],
  [
    'a role that is not there',
    { [SHOP]: replace('{role: developer, ', '{role: develpoer, ') },
    [
      `${SHOP}:9:14  there is no role develpoer
  Did you mean developer?`,
    ],
  ],
  [
    'a folder outside the repository',
    { [WEB]: replace('manifests/', '../../../../secrets') },
    [
      `${WEB}:13:30  ../../../../secrets leaves the repository
  Name a folder beside this file.`,
    ],
  ],
  [
    'a name that stands twice in a list',
    {
      [BASE]: replace(
        '    - name: web\n',
        '    - {name: web}\n    - name: web\n',
      ),
    },
    [
      `${BASE}:18:13  web stands twice in this list
  Keep one of them.`,
    ],
  ],
  [
    'a default outside its own schema',
    { [STANDARD]: replace('default: 3', 'default: 30') },
    [`${STANDARD}:8:80  the default of workers must be <= 9, not 30`],
  ],
  [
    'a schema that is not one',
    { [STANDARD]: replace('type: integer', 'type: int') },
    [
      `${STANDARD}:8:38  schema.type of workers must be one of array, boolean, integer, null, number, object, string, not "int"`,
    ],
  ],
  [
    'a keyword of a schema that is misspelt and would bind nothing',
    { [STANDARD]: replace('maximum: 9', 'maximun: 9') },
    [
      `${STANDARD}:8:68  warning: workers: maximun means nothing in a schema
  Did you mean maximum?`,
    ],
  ],
  [
    'a keyword that is misspelt in a provider’s variable',
    {
      [METAL]: replace(
        '{type: string, enum: [r1, r2]}',
        '{type: string, anyOf: [{enun: [r1, r2]}]}',
      ),
    },
    [
      `${METAL}:9:74  warning: rack: enun means nothing in a schema
  Did you mean enum?`,
    ],
  ],
  [
    'a keyword that is misspelt in the schema of a component’s values',
    { [WEB]: replace('minimum: 1', 'minimun: 1') },
    [
      `${WEB}:12:53  warning: web: minimun means nothing in a schema
  Did you mean minimum?`,
    ],
  ],
  [
    'a schema of a component’s values that is not one',
    { [WEB]: replace('{type: integer, minimum: 1}', '{type: int}') },
    [
      `${WEB}:12:35  valuesSchema.properties.replicas.type of web must be one of array, boolean, integer, null, number, object, string, not "int"`,
    ],
  ],
  [
    'a variable that nobody declares',
    { [STANDARD]: replace('fixed: {audit:', 'fixed: {adit:') },
    [
      `${STANDARD}:10:17  there is no variable adit
  Did you mean audit?`,
    ],
  ],
  [
    'a cluster whose machines no namespace could be named after',
    {
      [PROD]: null,
      [`clusters/${'n'.repeat(
        58,
      )}/cluster.yaml`]: `apiVersion: flotilla.dev/v1alpha1
kind: Cluster
metadata: {name: ${'n'.repeat(58)}, labels: {env: prod}}
spec:
  owner: group:default/shop
  model: {name: standard, version: 1.0.0}
  provider: metal
  managedBy: mgmt
  variables: {rack: r1, workers: 5}
`,
    },
    [
      `clusters/${'n'.repeat(
        58,
      )}/cluster.yaml:3:18  the name of a cluster that another manages has 57 characters at most, this one 58
  Its machines stand in the namespace fleet-<name> there.`,
    ],
  ],
  [
    'a label that no node takes',
    {
      [STANDARD]: replace(
        'labels: {tier: web}',
        'labels: {disk: "nvme, fast", rack: "${variables.rack}", old: null}',
      ),
    },
    [
      `${STANDARD}:13:94  spec.cluster.workerPools[0].labels.disk: "nvme, fast" isn't the value of a label: letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, at most 63`,
    ],
  ],
  [
    'labels and taints whose keys no node takes',
    {
      [STANDARD]: replace(
        'labels: {tier: web}',
        'taints: [{key: "a b", effect: NoSchedule}], labels: {"node-role.kubernetes.io/web": "", "-x": "1", topology.kubernetes.io/zone: a, node.kubernetes.io/disk: nvme, acme.example/tier: web}',
      ),
    },
    [
      `${STANDARD}:13:94  spec.cluster.workerPools[0].taints[0].key: "a b" isn't the key of a label: letters, digits, "-", "_" and ".", at most 63, perhaps after a domain and "/", such as acme.example/pool`,
      `${STANDARD}:13:132  spec.cluster.workerPools[0].labels: "node-role.kubernetes.io/web" is Kubernetes' own, and a kubelet with it doesn't start: use a domain of yours`,
      `${STANDARD}:13:167  spec.cluster.workerPools[0].labels: "-x" isn't the key of a label: letters, digits, "-", "_" and ".", at most 63, perhaps after a domain and "/", such as acme.example/pool`,
    ],
  ],
  [
    'a cluster that manages itself',
    { [PROD]: replace('managedBy: mgmt', 'managedBy: prod') },
    [`${PROD}:8:14  a cluster can't manage itself`],
  ],
];

describe('what is wrong is told with place and remedy', () => {
  it.each(CASES)('%s', (_what, edits, told) => {
    expect(complaints(edits).slice(0, told.length)).toEqual(told);
  });

  it('reads manifests that no cluster uses yet', () => {
    const folder = 'components/spare/1.0.0';
    const files = smallFleet({
      [`${folder}/component.yaml`]: `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: spare}
spec:
  version: 1.0.0
  source: {manifests: {path: manifests/}}
`,
      [`${folder}/manifests/a.yaml`]: 'apiVersion: v1\nkind: {{{\n',
    });
    expect(loadFleet(files).problems).toEqual([
      expect.objectContaining({
        path: `${folder}/manifests/a.yaml`,
        line: 3,
        message: 'a quote or bracket before this line is never closed',
      }),
    ]);
  });

  it('tells what is broken, and not of everyone who needs it', () => {
    const told = complaints({
      [BASE]: replace('capabilities: [storage]', 'capabilities: storage'),
      [WEB]: replace('namespace: web', 'namespace: 7'),
    });
    expect(told.map(text => text.split(/:| {2}/)[0])).toEqual([WEB, BASE]);
  });

  it('tells of a file that could not be read nobody that it is missing', () => {
    const files = smallFleet({ [BASE]: null, [MGMT]: null });
    const unread = [BASE, MGMT].map(path => ({
      severity: 'error' as const,
      path,
      line: 1,
      column: 1,
      message: 'is not UTF-8 text',
    }));
    expect(loadFleet(files).problems).not.toEqual([]);
    expect(loadFleet(files, unread).problems).toEqual([]);
  });

  it('tells all errors of a file at once', () => {
    const told = complaints({
      [PROD]: text =>
        text
          .replace('owner: group:default/shop', 'ownr: group:default/shop')
          .replace('standard, version', 'standrad, version')
          .replace('managedBy: mgmt', 'managedBy: 7'),
    });
    expect(told.map(line => line.split('\n')[0])).toEqual([
      `${PROD}:5:3  unknown field spec.ownr`,
      `${PROD}:8:14  spec.managedBy must be text, not 7`,
    ]);
  });

  it.each([
    ['name: standard', 'name: standrad', 'there is no model standrad'],
    ['version: 1', 'version: 2', 'model standard has no version 2.0.0'],
    ['provider: metal', 'provider: metl', 'there is no provider metl'],
  ])(
    'tells alike wherever a name is not there: %s → %s',
    (was, now, message) => {
      const told = complaints({
        [PROD]: replace(was, now),
        [SHOP]: null,
      });
      expect([...new Set(told.filter(line => line.startsWith(PROD)))]).toEqual([
        expect.stringContaining(message),
      ]);
    },
  );

  it('checks names in a file that has other errors too', () => {
    const told = complaints({
      [PROD]: text =>
        text
          .replace('managedBy: mgmt', 'managdBy: mgmt')
          .replace('standard, version', 'standrad, version'),
    });
    expect(told.map(line => line.split('\n')[0])).toEqual([
      `${PROD}:6:17  there is no model standrad`,
      `${PROD}:8:3  unknown field spec.managdBy`,
    ]);
  });

  it('keeps what is sound when one file is broken', () => {
    const { fleet } = loadFleet(smallFleet({ [SHOP]: 'kind: [' }));
    expect(fleet?.clusters.size).toBe(2);
    expect(fleet?.workspaces.size).toBe(0);
  });

  it('has no fleet without fleet.yaml', () => {
    const { fleet, problems } = loadFleet(smallFleet({ 'fleet.yaml': null }));
    expect(fleet).toBeUndefined();
    expect(problems.map(p => p.message)).toEqual(['fleet.yaml is missing']);
  });

  it.each(['../outside.yaml', '/etc/passwd', 'a//b.yaml', 'c:\\x'])(
    'refuses the path %s',
    path => {
      const { problems } = loadFleet(smallFleet({ [path]: 'x: 1' }));
      expect(problems.map(p => [p.path, p.message])).toEqual([
        [path, 'the path leaves the repository'],
      ]);
    },
  );
});

describe('hostile files', () => {
  const bomb = (levels: number) =>
    Array.from({ length: levels }, (_, i) =>
      i === 0
        ? 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]'
        : `a${i}: &a${i} [${Array(10)
            .fill(`*a${i - 1}`)
            .join(', ')}]`,
    ).join('\n');

  it.each([
    [
      'aliases that multiply',
      bomb(7),
      'aliases that repeat more than 10000 values',
    ],
    ['many aliases', bomb(12), 'aliases that repeat more than 10000 values'],
    ['deep brackets', '['.repeat(5000), 'nested deeper than 100 levels'],
    [
      'deep blocks',
      Array.from({ length: 5000 }, (_, i) => `${' '.repeat(i)}a:`)
        .join('\n')
        .slice(0, 900_000),
      'nested deeper than 100 levels',
    ],
    ['deep dashes', '- '.repeat(5000), 'nested deeper than 100 levels'],
    ['a huge file', 'x'.repeat(10_000_000), 'the file is larger than 1 MB'],
    ['bytes that are no text', 'a: \u0000', "the file isn't UTF-8 text"],
    [
      'a key that would reach the prototype',
      '__proto__: {polluted: true}',
      '"__proto__" can\'t be a key',
    ],
    ['a map as key', '{a: b}: c', 'a key that is not plain text'],
  ])('%s gives one clear error', (_what, text, message) => {
    const { problems } = loadFleet(smallFleet({ [SHOP]: text }));
    expect(problems[0].message).toBe(message);
    expect(problems[0].path).toBe(SHOP);
    expect(problems[0].line).toBeGreaterThan(0);
  });
});
