import { complaints } from '../__fixtures__/loaded';
import { ARGO_CD } from '../__fixtures__/rendered';
import { METAL, PROD, replace, WEB } from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';

const MANIFEST = 'components/web/1.0.0/manifests/web.yaml';
const CLASS = 'components/local-storage/1.0.0/manifests/class.yaml';
const REPLICAS = 'replicas: ${values.replicas}';

/** The component's own patch, with another first field. */
const patch = (field: string): FleetEdits => ({
  [WEB]: replace(REPLICAS, field),
});

/** A patch of the cluster's own. */
const clusterPatch = (merge: string): FleetEdits => ({
  [PROD]: text =>
    `${text}  patches:\n    - target: {kind: StorageClass, name: local}\n      merge: ${merge}\n`,
});

describe('a field that a patch brings', () => {
  it('is refused where its kind has none of that name, with the one that was meant', () => {
    expect(complaints(patch('replcias: 3'))).toEqual([
      `${WEB}:18:11  Deployment web: unknown field spec.replcias\n  Did you mean replicas?`,
    ]);
  });

  it('is refused in the patch of a cluster, with what there is', () => {
    expect(
      complaints(clusterPatch('{reclaimPolicies: Retain, stage: 3}')),
    ).toEqual([
      expect.stringMatching(
        `^${PROD}:\\d+:15  StorageClass local: unknown field reclaimPolicies\n  Did you mean reclaimPolicy\\?$`,
      ),
      expect.stringMatching(
        `^${PROD}:\\d+:40  StorageClass local: unknown field stage\n  Known here: .*volumeBindingMode`,
      ),
    ]);
  });

  it.each([
    [
      'text for a number',
      'replicas: "3"',
      'spec.replicas must be a whole number, not "3"\n  Write it without quotes: 3.',
    ],
    [
      'half a replica',
      'replicas: 1.5',
      'spec.replicas must be a whole number, not 1.5',
    ],
    [
      'text for a switch',
      'paused: "true"',
      'spec.paused must be true or false, not "true"\n  Write it without quotes: true.',
    ],
    [
      'a list for a map',
      'strategy: [Recreate]',
      'spec.strategy must be a map, not a list',
    ],
    [
      'a switch for a count or a share',
      'strategy: {rollingUpdate: {maxSurge: true}}',
      'spec.strategy.rollingUpdate.maxSurge must be a whole number or text, not true',
    ],
    [
      'what an expression gives',
      'replicas: "${string(values.replicas)}"',
      'spec.replicas must be a whole number, not text\n  It is what ${string(values.replicas)} gives.',
    ],
  ])('is refused where its type is wrong: %s', (_, field, message) => {
    expect(complaints(patch(field))).toEqual([
      expect.stringContaining(`Deployment web: ${message}`),
    ]);
    expect(complaints(patch(field))[0]).toMatch(`${WEB}:18:`);
  });

  it('is found in lists that merge by name, where the patch says it', () => {
    const found = complaints({
      [WEB]: replace(
        '- name: app',
        '- name: side\n                  env: [{name: PORT, value: 8080}]\n                - name: app',
      ),
    });
    expect(found).toEqual([
      `${WEB}:23:45  Deployment web: spec.template.spec.containers[1].env[0].value must be text, not 8080\n  Write it in quotes: "8080".`,
    ]);
  });

  it('may be taken away', () => {
    expect(complaints(patch('replicas: null'))).toEqual([]);
  });
});

describe('a manifest', () => {
  const unknown = { [MANIFEST]: replace('replicas: 1', 'replcias: 1') };

  it('is held to the fields of its kind, at its own line', () => {
    expect(complaints({ ...unknown })).toEqual([
      `${MANIFEST}:5:3  Deployment web: unknown field spec.replcias\n  Did you mean replicas?`,
    ]);
  });

  it('may have fields that nobody knows where the engine drops them, and says so', () => {
    expect(complaints({ ...unknown, ...ARGO_CD })).toEqual([
      `${MANIFEST}:5:3  warning: Deployment web: unknown field spec.replcias\n  Did you mean replicas?`,
    ]);
  });

  it('may have fields of a Kubernetes newer than what is known, and says so', () => {
    const [first] = complaints({
      ...unknown,
      [METAL]: replace('"1.35": v1.35.4', '"1.37": v1.37.0'),
      'models/base/1.0.0/model.yaml': replace('"1.35"', '"1.37"'),
    });
    expect(first).toMatch('warning: Deployment web: unknown field');
  });

  it('is healed by a patch that takes the field away', () => {
    expect(complaints({ ...unknown, ...patch('replcias: null') })).toEqual([]);
  });

  it('of a kind that nobody describes is left alone', () => {
    expect(
      complaints({
        [CLASS]: text =>
          `${text}---\napiVersion: acme.example/v1\nkind: Till\nmetadata: {name: one}\nspec: {any: thing}\n`,
      }),
    ).toEqual([]);
  });
});

describe('a custom kind whose definition the cluster gets', () => {
  const definition = `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tills.acme.example}
spec:
  group: acme.example
  names: {kind: Till, plural: tills}
  scope: Cluster
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                number: {type: integer}
                port: {x-kubernetes-int-or-string: true}
                free: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {known: {type: string}}}
                names: {type: object, additionalProperties: {type: string}}
---
`;
  const till = (spec: string): FleetEdits => ({
    [CLASS]: text =>
      `${text}${definition}apiVersion: acme.example/v1\nkind: Till\nmetadata: {name: one, labels: {tier: shop}}\nspec: ${spec}\n`,
  });

  it('is held to it', () => {
    expect(
      complaints(
        till('{numbr: 4, port: true, free: {known: 2}, names: {a: 1}}'),
      ).map(text => text.split('  ').slice(1).join('  ')),
    ).toEqual([
      'Till one: unknown field spec.numbr\n  Did you mean number?',
      'Till one: spec.port must be a whole number or text, not true',
      'Till one: spec.free.known must be text, not 2\n  Write it in quotes: "2".',
      'Till one: spec.names.a must be text, not 1\n  Write it in quotes: "1".',
    ]);
  });

  it('may hold what its definition leaves open', () => {
    expect(
      complaints(
        till('{number: 4, port: http, free: {any: [thing]}, names: {a: b}}'),
      ),
    ).toEqual([]);
  });
});
