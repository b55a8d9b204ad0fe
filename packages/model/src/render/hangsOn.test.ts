import { loaded } from '../__fixtures__/loaded';
import { BASE, PROD, replace, WEB } from '../__fixtures__/smallFleet';
import { formatProblem } from '../problems';
import { renderCluster } from './cluster';

const IN_COMPONENT = 'components/web/1.0.0/manifests/budget.yaml';
const IN_MACHINES = 'providers/metal/1.0.0/infrastructure/budget.yaml';

/** Prod, where it gives a text as the variable `own`, which a manifest reads. */
function prodWith(path: string, manifest: string, own: string) {
  const fleet = loaded({
    [BASE]: replace(
      '  variables:\n',
      '  variables:\n    - {name: own, schema: {type: string, default: v1}}\n',
    ),
    [PROD]: replace('workers: 5', `workers: 5, own: ${own}`),
    [WEB]: replace('path: manifests/', 'path: manifests/, expressions: true'),
    'components/web/1.0.0/manifests/web.yaml': replace('${HOME}', 'home'),
    [path]: manifest,
  });
  return renderCluster(fleet, 'prod');
}

function saidOf(...given: Parameters<typeof prodWith>) {
  return prodWith(...given).problems.map(formatProblem);
}

/** What is said of a budget with a field that no version has. */
function saidOfBudget(path: string, apiVersion: string, version: string) {
  const budget = `apiVersion: ${apiVersion}
kind: PodDisruptionBudget
metadata: {name: budget}
spec: {maxUnavailible: 1}
`;
  return saidOf(path, budget, version);
}

it.each([
  ['v1', IN_COMPONENT, /unknown field spec.maxUnavailible/],
  ['v1beta1', IN_COMPONENT, /policy\/v1beta1 is gone since Kubernetes 1.25/],
  ['v1', IN_MACHINES, /unknown field spec.maxUnavailible/],
])('judges by the API %s that a cluster gives in %s', (version, path, said) => {
  const found = saidOfBudget(path, 'policy/${variables.own}', version);
  expect(found).toEqual([expect.stringMatching(said)]);
  expect(found).toEqual(saidOfBudget(path, `policy/${version}`, version));
});

const DEFINITION = 'components/web/1.0.0/manifests/definition.yaml';
const IN_PROVIDER = 'providers/metal/1.0.0/infrastructure/definition.yaml';

/** What is said of a resource with a text for a count, where prod gives a text of its definition as a variable. */
function saidOfCount(path: string, written: string, own: string) {
  const namespace = path === IN_PROVIDER ? '"${cluster.namespace}"' : 'web';
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: notes.own.example}
spec:
  group: own.example
  scope: Namespaced
  names:
    kind: Note
    plural: notes
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
                count:
                  type: integer
---
apiVersion: own.example/v1
kind: Note
metadata: {name: note, namespace: ${namespace}}
spec: {count: many}
`;
  const withOwn = replace(
    `${written}: ${own}\n`,
    `${written}: \${variables.own}\n`,
  );
  return saidOf(path, withOwn(definition), own);
}

it.each([
  ['group', 'own.example', '  group', DEFINITION],
  ['kind', 'Note', '    kind', DEFINITION],
  ['version', 'v1', '    - name', DEFINITION],
  ['type', 'integer', '                  type', DEFINITION],
  ['group', 'own.example', '  group', IN_PROVIDER],
  ['kind', 'Note', '    kind', IN_PROVIDER],
  ['type', 'integer', '                  type', IN_PROVIDER],
])(
  'judges a resource by the %s %s that a cluster gives its definition',
  (_, own, written, path) => {
    expect(saidOfCount(path, written, own)).toEqual([
      expect.stringMatching(/spec.count must be a whole number/),
    ]);
  },
);

it('gives a resource no namespace where a cluster says so of its definition', () => {
  const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: notes.own.example}
spec:
  group: own.example
  scope: "\${variables.own}"
  names: {kind: Note, plural: notes}
---
apiVersion: own.example/v1
kind: Note
metadata: {name: note}
`;
  const namespaces = ['Cluster', 'Namespaced'].map(scope => {
    const { parts } = prodWith(DEFINITION, definition, scope);
    const objects = parts.flatMap(part => part.objects);
    return objects.find(({ kind }) => kind === 'Note')?.metadata.namespace;
  });
  expect(namespaces).toEqual([undefined, 'web']);
});
