import { complaints } from '../__fixtures__/loaded';
import { BASE, PROD, replace, WEB } from '../__fixtures__/smallFleet';

const MORE = 'components/web/1.0.0/manifests/more.yaml';
const MACHINES = 'providers/metal/1.0.0/infrastructure/more.yaml';

describe('a Secret', () => {
  const secret = (rest: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: key, namespace: web}\n${rest}`;
  const refusal = (path: string) =>
    `${path}:1:1  Secret key has data, and Git keeps what it once had\n` +
    '  Use External Secrets, SOPS, sealed secrets, or valuesFrom of a chart.';

  it.each(['data: {k: aGk=}\n', 'stringData: {k: hi}\n'])(
    'with %j is not rendered, and the ways out are named',
    rest => {
      expect(complaints({ [MORE]: secret(rest) })).toEqual([refusal(MORE)]);
    },
  );

  it('in what an infrastructure template gives is not rendered either', () => {
    const text = secret('data: {k: aGk=}\n').replace('web}', 'fleet-prod}');
    expect(complaints({ [MACHINES]: text })).toEqual([refusal(MACHINES)]);
  });

  it('that a patch filled is not rendered', () => {
    const [complaint] = complaints({
      [MORE]: secret(''),
      [WEB]: text =>
        `${text}    - target: {kind: Secret, name: key}\n      merge: {data: {k: aGk=}}\n`,
    });
    expect(complaint).toBe(refusal(MORE));
  });

  it.each(['', 'data: {}\n', 'type: Opaque\n'])(
    'that somebody fills later is fine: %j',
    rest => {
      expect(complaints({ [MORE]: secret(rest) })).toEqual([]);
    },
  );
});

describe('an object has one owner', () => {
  it('of two components', () => {
    const [complaint] = complaints({
      [MORE]:
        'apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: local}\nprovisioner: x\n',
    });
    expect(complaint).toMatch(
      /StorageClass\/local on \w+ has two owners: components\/local-storage and components\/web/,
    );
  });

  it('of a component and a model’s access', () => {
    expect(
      complaints({
        [MORE]:
          'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: flotilla-viewer}\n',
        'roles/viewer.yaml':
          'apiVersion: flotilla.dev/v1alpha1\nkind: RoleTemplate\nmetadata: {name: viewer}\nspec: {scope: Cluster, rules: [{apiGroups: [""], resources: [nodes], verbs: [get]}]}\n',
        [BASE]: replace(
          '  capabilities: [storage]\n',
          '  capabilities: [storage]\n  access: [{role: viewer, subjects: [{kind: Group, name: all}]}]\n',
        ),
      })[0],
    ).toMatch(
      /ClusterRole\/flotilla-viewer on \w+ has two owners: gitops and components\/web/,
    );
  });

  it('of a component and the engine', () => {
    expect(
      complaints({
        [MORE]:
          'apiVersion: v1\nkind: Namespace\nmetadata: {name: fleet-prod}\n',
      })[0],
    ).toMatch(/Namespace\/fleet-prod on mgmt has two owners/);
  });

  it('of one part', () => {
    const config =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: web}\n';
    expect(complaints({ [MORE]: `${config}---\n${config}` })[0]).toMatch(
      /:5:1 {2}ConfigMap\/web\/a stands twice in components\/web/,
    );
  });

  it('of two templates of the infrastructure', () => {
    const machines =
      'apiVersion: cluster.x-k8s.io/v1beta2\nkind: Cluster\nmetadata: {name: "${cluster.name}", namespace: "${cluster.namespace}"}\n';
    expect(complaints({ [MACHINES]: `${machines}---\n${machines}` })).toEqual([
      expect.stringMatching(
        /more\.yaml:5:1 {2}Cluster\/fleet-prod\/prod stands twice in infrastructure/,
      ),
    ]);
  });

  it('which for machines is their own cluster, in its own namespace', () => {
    expect(
      complaints({
        [MACHINES]:
          'apiVersion: cluster.x-k8s.io/v1beta2\nkind: Cluster\nmetadata: {name: prod, namespace: default}\n',
      }),
    ).toEqual([
      `${MACHINES}:3:35  Cluster prod is in namespace default, which may be another cluster's\n` +
        '  Write namespace: ${cluster.namespace}.',
    ]);
  });
});

describe('what a component needs', () => {
  const needs = (requires: string) =>
    complaints({
      [WEB]: replace(
        '  namespace: web\n',
        `  namespace: web\n  requires: ${requires}\n`,
      ),
    });

  const REMEDY =
    'Choose another version or component, or disable it where it came in.';

  it('is the provider', () => {
    expect(needs('{providers: [existing]}')).toEqual([
      `${BASE}:17:7  web 1.0.0 doesn't run on metal\n  ${WEB}:7 allows existing.\n  ${REMEDY}`,
    ]);
    expect(needs('{providers: [existing, metal]}')).toEqual([]);
  });

  it('is the version of Kubernetes, or the minor version where no other is known', () => {
    expect(needs('{kubernetes: ">=1.36"}')).toEqual([
      `${BASE}:17:7  web 1.0.0 doesn't run on Kubernetes 1.35\n  ${WEB}:7 wants >=1.36.\n  ${REMEDY}`,
      `${BASE}:17:7  web 1.0.0 doesn't run on Kubernetes 1.35.4\n  ${WEB}:7 wants >=1.36.\n  ${REMEDY}`,
    ]);
    expect(needs('{kubernetes: ">=1.30 <1.36"}')).toEqual([]);
    expect(needs('{kubernetes: ">=1.35.2"}')).toEqual([]);
  });

  it('is said as a range that is one', () => {
    expect(needs('{kubernetes: "since 1.30"}')).toEqual([
      expect.stringMatching(new RegExp(`^${WEB}:7:\\d+ `)),
    ]);
  });
});

describe('values', () => {
  it('are held to the schema where the last layer set them', () => {
    expect(
      complaints({ [PROD]: replace('replicas: 2', 'replicas: none') }),
    ).toEqual([
      expect.stringMatching(
        /^clusters\/prod\/cluster\.yaml:11:\d+ {2}web: values\.replicas must be a whole number, not "none"/,
      ),
    ]);
    expect(
      complaints({
        [BASE]: replace(
          'required: true',
          'values: {titel: x}\n      required: true',
        ),
      })[0],
    ).toMatch(
      /^models\/base\/1\.0\.0\/model\.yaml:\d+:\d+ {2}web: values\.titel isn't known here\n {2}Did you mean title\?/,
    );
  });
});

describe('a capability', () => {
  it('has one provider', () => {
    const [complaint] = complaints({
      [WEB]: replace(
        '  namespace: web\n',
        '  namespace: web\n  provides: [storage]\n',
      ),
      [PROD]: replace(
        'components:\n',
        'components:\n    - {name: local-storage, version: 1.0.0}\n',
      ),
    });
    expect(complaint).toMatch(
      /storage (has|is provided by) .*local-storage.* web/,
    );
  });
});
