import { composed, edits } from '../__fixtures__/composed';
import { complaints, loaded } from '../__fixtures__/loaded';
import { BASE, PROD, replace, STANDARD, WEB } from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { mayMoveTo } from '../form/upgrades';
import { isNewestVersion, newerVersions } from '../form/versions';
import { accessOf } from './roles';

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
    const newer = (version: string) =>
      newerVersions(fleet, { name: 'standard', version });
    expect(['0.7.9', '0.8.0', '1.0.0'].map(newer)).toEqual([[], ['1.0.0'], []]);
    expect(isNewestVersion(fleet, { name: 'standard', version: '0.7.9' })).toBe(
      false,
    );
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
