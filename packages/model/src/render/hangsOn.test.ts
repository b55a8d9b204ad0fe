import { loaded } from '../__fixtures__/loaded';
import { BASE, PROD, replace, WEB } from '../__fixtures__/smallFleet';
import { formatProblem } from '../problems';
import { renderCluster } from './cluster';

const IN_COMPONENT = 'components/web/1.0.0/manifests/budget.yaml';
const IN_MACHINES = 'providers/metal/1.0.0/infrastructure/budget.yaml';

/** What is said of a budget with a field that no version has, where prod gives a version as variables. */
function saidOfBudget(path: string, apiVersion: string, version: string) {
  const fleet = loaded({
    [BASE]: replace(
      '  variables:\n',
      '  variables:\n    - {name: api, schema: {type: string, default: v1}}\n',
    ),
    [PROD]: replace('workers: 5', `workers: 5, api: ${version}`),
    [WEB]: replace('path: manifests/', 'path: manifests/, expressions: true'),
    'components/web/1.0.0/manifests/web.yaml': replace('${HOME}', 'home'),
    [path]: `apiVersion: ${apiVersion}
kind: PodDisruptionBudget
metadata: {name: budget}
spec: {maxUnavailible: 1}
`,
  });
  const { problems } = renderCluster(fleet, 'prod');
  return problems.map(formatProblem);
}

it.each([
  ['v1', IN_COMPONENT, /unknown field spec.maxUnavailible/],
  ['v1beta1', IN_COMPONENT, /policy\/v1beta1 is gone since Kubernetes 1.25/],
  ['v1', IN_MACHINES, /unknown field spec.maxUnavailible/],
])('judges by the API %s that a cluster gives in %s', (version, path, said) => {
  const found = saidOfBudget(path, 'policy/${variables.api}', version);
  expect(found).toEqual([expect.stringMatching(said)]);
  expect(found).toEqual(saidOfBudget(path, `policy/${version}`, version));
});
