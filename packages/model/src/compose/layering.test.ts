import { complaints, loaded } from '../__fixtures__/loaded';
import {
  BASE,
  METAL,
  PROD,
  replace,
  SHOP,
  STANDARD,
  WEB,
} from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { mayMoveTo } from '../form/upgrades';
import { compose } from './compose';
import { accessOf } from './roles';

function composed(given: FleetEdits) {
  const { composition, problems } = compose(loaded(given), 'prod');
  expect(problems).toEqual([]);
  if (!composition) throw new Error('nothing was composed');
  return composition;
}

/** An edit of one file in several places. */
function edits(...changes: [from: string, to: string][]) {
  return (text: string) =>
    changes.reduce((t, [from, to]) => replace(from, to)(t), text);
}

const TAGS =
  '    - {name: tags, schema: {type: object, default: {team: shop, cost: low}}}\n';
const declareTags = edits(['  variables:\n', `  variables:\n${TAGS}`]);

describe('variables', () => {
  it('that several declare merge by name', () => {
    const narrower = {
      [STANDARD]: replace(
        '  variables:\n',
        '  variables:\n    - {name: logLevel, required: true, schema: {enum: [debug, trace]}}\n',
      ),
    };
    const { ground } = composed(narrower);
    expect(ground.declarations.get('logLevel')).toMatchObject({
      by: 'standard 1.0.0',
      variable: {
        required: true,
        schema: { type: 'string', enum: ['debug', 'trace'], default: 'info' },
      },
    });
    expect(
      complaints({
        [STANDARD]: text =>
          narrower[STANDARD](text).replace('defaults: {logLevel: debug}', ''),
      }),
    ).toContain(
      `${BASE}:10:77  logLevel must be one of debug, trace, not "info"
  ${STANDARD}:8 is its schema.`,
    );
  });

  it('that are maps merge, and null removes a key', () => {
    const { variables } = composed({
      [BASE]: declareTags,
      [STANDARD]: replace('logLevel: debug', 'logLevel: debug, tags: {a: 1}'),
      [PROD]: replace('workers: 5', 'workers: 5, tags: {cost: null, b: 2}'),
    });
    expect(variables.values.tags).toEqual({ team: 'shop', a: 1, b: 2 });
    expect(variables.trace.at('/tags/team').map(o => o.layer)).toEqual([
      'default of base 1.0.0',
    ]);
    expect(variables.trace.at('/tags/b').map(o => o.layer)).toEqual([
      'cluster prod',
    ]);
  });

  it('that a layer removes are missing where they are required', () => {
    expect(
      complaints({ [PROD]: replace('rack: r1', 'rack: null') })[0],
    ).toContain('variables.rack is missing');
  });

  const FIXED = {
    [BASE]: declareTags,
    [STANDARD]: replace('audit: true', 'audit: true, tags: {a: 1, b: 2}'),
  };
  const CLUSTER_TAGS: [string, string | undefined][] = [
    ['{b: 2, a: 1}', undefined],
    ['{team: shop}', undefined],
    ['{a: 3}', `tags can't be set to {"a":3}`],
    ['{c: 3}', `tags can't be set to {"c":3}`],
    ['{team: null}', `tags can't be set to {"team":null}`],
    ['null', `tags can't be removed`],
  ];
  it.each(CLUSTER_TAGS)('that are fixed take %s: %s', (given, told) => {
    const all = complaints({
      ...FIXED,
      [PROD]: replace('workers: 5', `workers: 5, tags: ${given}`),
    });
    expect(all.map(line => line.split('  ')[1]?.trim())).toEqual(
      told === undefined ? [] : [told],
    );
  });

  it('outside their schema are told at the model, though no cluster uses it', () => {
    expect(
      complaints({
        'models/other/1.0.0/model.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Model
metadata: {name: other}
spec:
  version: 1.0.0
  extends: {name: standard, version: 1.0.0}
  defaults: {workers: 50}
`,
      }),
    ).toEqual([
      'models/other/1.0.0/model.yaml:7:23  workers must be <= 9, not 50',
    ]);
  });
});

describe('variants', () => {
  it('of a model lie over those of its ancestors with the same name', () => {
    const { variables, shape, layers } = composed({
      [BASE]: text =>
        `${text}  variants:\n    - {name: big, defaults: {logLevel: info}, cluster: {controlPlane: {machineType: large}}}\n`,
      [PROD]: edits(
        ['  provider: metal', '  variant: big\n  provider: metal'],
        [', workers: 5', ''],
      ),
    });
    expect(layers.map(layer => layer.title)).toEqual([
      'base 1.0.0',
      'standard 1.0.0',
      'variant big of base 1.0.0',
      'variant big of standard 1.0.0',
      'cluster prod',
    ]);
    expect(variables.values).toMatchObject({ logLevel: 'info', workers: 9 });
    expect(shape.shape.controlPlane?.machineType).toBe('large');
  });
});

describe('a lock', () => {
  const BREACH = '{name: web, values: {title: mine}}';
  const LATER: [string, FleetEdits][] = [
    [
      'model',
      {
        [STANDARD]: replace('components:\n', `components:\n    - ${BREACH}\n`),
      },
    ],
    [
      'variant',
      {
        [STANDARD]: replace(
          '- name: big\n',
          `- name: big\n      components: [${BREACH}]\n`,
        ),
        [PROD]: replace('provider: metal', 'variant: big\n  provider: metal'),
      },
    ],
    ['cluster', { [PROD]: replace('{replicas: 2}', '{title: mine}') }],
  ];
  it.each(LATER)('set in a parent binds a %s', (_layer, breach) => {
    const told = complaints(breach).join('\n');
    expect(told).toContain("web: values.title can't be changed");
    expect(told).toContain(`${BASE}:19 marks it required.`);
  });

  it('of a later layer closes what an earlier one left open', () => {
    const narrowed = {
      [STANDARD]: replace(
        'components:\n',
        'components:\n    - {name: web, required: true, values: {replicas: 3}}\n',
      ),
    };
    expect(complaints(narrowed)).toEqual([
      `${PROD}:11:38  web: values.replicas can't be changed
  ${STANDARD}:15 marks it required.
  Nothing of it may be changed here.`,
    ]);
    expect(
      complaints({
        ...narrowed,
        [PROD]: replace('{replicas: 2}', '{replicas: 3, title: hello}'),
      }),
    ).toEqual([]);
  });

  it('holds the version that the provider pins', () => {
    const required = {
      [BASE]: replace(
        '  components:\n',
        '  components:\n    - {name: local-storage, required: true}\n',
      ),
    };
    expect(complaints(required)).toEqual([
      `${STANDARD}:15:40  local-storage can't be made patchable
  ${BASE}:17 marks it required.
  Nothing of it may be changed here.`,
    ]);
    expect(
      complaints({
        [BASE]: required[BASE],
        [STANDARD]: replace('patchable: true', 'version: 2.0.0'),
      }).join('\n'),
    ).toContain(
      "local-storage can't be changed from the provider's version to 2.0.0",
    );
  });

  const HOSTS: [item: string, told: string[]][] = [
    ['{name: main, port: 81}', []],
    ['{name: main, tls: {on: false}}', ['values.hosts.main.tls.on']],
    [
      '{name: more, port: 80}',
      ['values.hosts.more.name', 'values.hosts.more.port'],
    ],
    ['{name: side, port: 80}', []],
    ['{name: side, port: null}', ['values.hosts.side.port']],
  ];
  it.each(HOSTS)('opens an item of a list by its name: %s', (item, told) => {
    const all = complaints({
      [WEB]: edits(
        [
          'title: hello}',
          'title: hello, hosts: [{name: side, port: 80}, {name: main, port: 80, tls: {on: true}}]}',
        ],
        ['title: {type: string}}', 'title: {type: string}, hosts: {}}'],
      ),
      [BASE]: replace('/values/replicas', '/values/hosts/main/port'),
      [PROD]: replace('{replicas: 2}', `{hosts: [${item}]}`),
    });
    const fields = all.map(line => /values\.[\w.]+/.exec(line)?.[0]);
    expect(fields).toEqual(told);
  });

  it('keeps a component on once it is required', () => {
    expect(
      complaints({
        [BASE]: replace(
          'required: true',
          'required: true\n      enabled: false',
        ),
      }),
    ).toContain(`${BASE}:20:16  web can't be required and disabled`);
  });
});

describe('a cluster', () => {
  it('opens nothing to itself that others brought', () => {
    const brought = {
      [STANDARD]: replace(
        '{name: local-storage, patchable: true}',
        '{name: local-storage}',
      ),
      [PROD]: replace(
        'components:\n',
        'components:\n    - {name: local-storage, patchable: true}\n',
      ),
    };
    expect(complaints(brought)).toEqual([
      `${PROD}:11:40  a cluster can't make local-storage patchable
  ${STANDARD}:15 names it.
  Set its values instead, or ask for patchable: true in the model.`,
    ]);
  });

  it('on a draft is told so', () => {
    expect(
      complaints({
        [STANDARD]: replace('  extends', '  draft: true\n  extends'),
      }),
    ).toEqual([`${PROD}:6:10  warning: standard 1.0.0 is a draft`]);
  });
});

describe('a capability', () => {
  it('has one provider, asked for or not', () => {
    const second = (name: string) => ({
      [`components/${name}/1.0.0/component.yaml`]: `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: ${name}}
spec: {version: 1.0.0, provides: [mesh], source: {manifests: {path: m}}}
`,
      [`components/${name}/1.0.0/m/c.yaml`]: `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}}\n`,
    });
    expect(
      complaints({
        ...second('weave'),
        ...second('links'),
        [PROD]: replace(
          'components:\n',
          'components:\n    - {name: weave, version: 1.0.0}\n    - {name: links, version: 1.0.0}\n',
        ),
      }),
    ).toEqual([
      `${PROD}:11:5  mesh has two providers: links and weave
  Disable one of them.`,
    ]);
  });
});

describe('lists without names', () => {
  const ACCESS =
    '  access:\n    - {role: operator, subjects: [{kind: Group, name: ops}]}\n';
  const OPERATOR = {
    'roles/operator.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: RoleTemplate
metadata: {name: operator}
spec: {scope: Cluster, clusters: {matchLabels: {env: prod}}, rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]}
`,
  };

  it('are those of the last layer that gives one', () => {
    const base = { ...OPERATOR, [BASE]: (text: string) => text + ACCESS };
    const subjects = (edit: FleetEdits) =>
      accessOf(composed(edit).layers).flatMap(a => a.subjects.map(s => s.name));
    const onlyProd = {
      'clusters/mgmt/cluster.yaml': replace('env: mgmt', 'env: prod'),
    };
    expect(subjects({ ...base, ...onlyProd })).toEqual(['ops']);
    expect(
      subjects({
        ...base,
        ...onlyProd,
        [STANDARD]: text => text + ACCESS.replace('name: ops', 'name: sre'),
      }),
    ).toEqual(['sre']);
  });

  it('give no role where it may not be used, nor one that is for namespaces', () => {
    expect(
      complaints({
        ...OPERATOR,
        [BASE]: text => text + ACCESS,
        [STANDARD]: text => text + ACCESS.replace('operator', 'developer'),
      }),
    ).toEqual([
      `${BASE}:22:14  role operator may not be used on mgmt
  roles/operator.yaml:4 says where it may be used.`,
      `${STANDARD}:21:14  role developer is for namespaces: a model gives rights in the whole cluster
  roles/developer.yaml:5 says what it is for.
  Choose a role of scope Cluster.`,
    ]);
  });
});

describe('a workspace', () => {
  const CASES: [string, FleetEdits, string][] = [
    [
      'a namespace that every cluster has',
      { [SHOP]: replace('[{name: shop}]', '[{name: kube-system}]') },
      `${SHOP}:7:23  namespace kube-system is not for workspaces
  Every cluster has it already: choose a name of your own.`,
    ],
    [
      'a namespace that a component has objects in',
      {
        'components/local-storage/1.0.0/manifests/more.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: disks}\n',
        [SHOP]: replace('[{name: shop}]', '[{name: disks}]'),
      },
      `${SHOP}:7:23  namespace disks on prod is used by component local-storage 1.0.0
  components/local-storage/1.0.0/component.yaml:7 has objects in it.
  Choose another name.`,
    ],
    [
      'no bound under a ceiling',
      {
        [PROD]: text => `${text}  workspaces: {ceiling: {memory: 8Gi}}\n`,
      },
      `${SHOP}:12:10  shop has no quota of memory, so on prod it could take any amount
  ${PROD}:12 says how much there is for all.
  Add memory to its quota.`,
    ],
    [
      'a role for whole clusters',
      { 'roles/developer.yaml': replace('scope: Namespace', 'scope: Cluster') },
      `${SHOP}:9:14  role developer is for whole clusters: a workspace gives rights in its own namespaces only
  roles/developer.yaml:5 says what it is for.
  Choose a role of scope Namespace.`,
    ],
  ];
  it.each(CASES)("can't have %s", (_what, edit, told) => {
    expect(complaints(edit)).toContain(told);
  });

  it('reads the cluster that it is on', () => {
    const { workspaces } = composed({
      [SHOP]: edits(
        ['path: ./prod', 'path: "./${workspace.name}/${cluster.name}"'],
        ['pods: 20', 'pods: "${variables.workers * 10}"'],
      ),
    });
    expect(workspaces[0].workspace.spec).toMatchObject({
      source: { path: './shop/prod' },
      quota: { pods: 50 },
    });
  });

  it('is told of an expression that gives what can’t stand there', () => {
    expect(
      complaints({ [SHOP]: replace('pods: 20', 'pods: "${[1]}"') })[0],
    ).toContain(`${SHOP}:12:36  spec.quota.pods: must be a quantity`);
    expect(
      complaints({ [SHOP]: replace('pods: 20', 'pods: "${cluster.nam}"') }),
    ).toEqual([
      `${SHOP}:12:47  there is no nam here
  Where it may be missing, ask with has() first.`,
    ]);
  });

  it('counts cpu as what it requests', () => {
    const ceiling = (cpu: string) => ({
      [PROD]: (text: string) =>
        `${text}  workspaces: {ceiling: {cpu: ${cpu}}}\n`,
    });
    expect(complaints(ceiling('4'))).toEqual([]);
    expect(complaints(ceiling('3'))[0]).toContain('more cpu than 3 together');
  });
});

describe('versions', () => {
  const from = (range: string) => ({
    [STANDARD]: replace(
      '  extends',
      `  upgrades: {from: "${range}"}\n  extends`,
    ),
  });

  it('may be reached from those that they name', () => {
    const fleet = loaded(from('>=0.8.0 <1.0.0'));
    const may = (version: string) =>
      mayMoveTo(fleet, 'standard', { from: version, to: '1.0.0' });
    expect(['0.7.9', '0.8.0', '0.9.1', '1.0.0'].map(may)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(
      mayMoveTo(loaded(), 'standard', { from: '0.1.0', to: '1.0.0' }),
    ).toBe(true);
    expect(mayMoveTo(fleet, 'standard', { from: '0.9.0', to: '9.0.0' })).toBe(
      false,
    );
  });

  it('that are no range, or hold the version itself, are told', () => {
    expect(complaints(from('>=1 <<2'))).toEqual([
      `${STANDARD}:6:20  ">=1 <<2" isn't a range of versions
  Write one such as >=1.3.0 <1.4.0.`,
    ]);
    expect(complaints(from('>=0.9.0'))).toEqual([
      `${STANDARD}:6:20  warning: >=0.9.0 has 1.0.0 itself in it
  Name only the versions that clusters come from.`,
    ]);
    expect(
      complaints({
        [WEB]: replace(
          '  namespace',
          '  requires: {kubernetes: one}\n  namespace',
        ),
      })[0],
    ).toContain(`${WEB}:6:26  "one" isn't a range of versions`);
  });

  it('that are released rest on no draft', () => {
    expect(
      complaints({
        [BASE]: replace('  providers', '  draft: true\n  providers'),
      }),
    ).toContain(`${STANDARD}:6:12  base 1.0.0 is a draft
  Release it first, or make this one a draft too.`);
  });
});

it('the provider’s declarations are part of the line', () => {
  const { ground } = composed({
    [METAL]: replace('{type: string, enum: [r1, r2]}', '{type: string}'),
    [STANDARD]: replace(
      '  variables:\n',
      '  variables:\n    - {name: rack, schema: {enum: [r1]}}\n',
    ),
  });
  expect(ground.declarations.get('rack')?.variable).toMatchObject({
    required: true,
    schema: { type: 'string', enum: ['r1'] },
  });
});
