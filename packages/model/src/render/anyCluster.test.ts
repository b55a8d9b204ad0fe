import { PROD, smallFleet } from '../__fixtures__/smallFleet';
import { renderAll } from './fleetRender';

/** What clusters like prod render of a text in a template of their provider. */
function rendered(text: string): string[] {
  const prod = smallFleet().get(PROD) ?? '';
  const like = (name: string) => prod.replace('name: prod', `name: ${name}`);
  const names = ['prod-a', 'prod-b', 'prod-c'];
  const { clusters, problems } = renderAll(
    smallFleet({
      ...Object.fromEntries(
        names.map(name => [`clusters/${name}/cluster.yaml`, like(name)]),
      ),
      'providers/metal/1.0.0/infrastructure/more.yaml': `apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: MetalCluster
metadata: {name: "\${cluster.name}", namespace: "\${cluster.namespace}"}
spec: {says: ${text}}
`,
    }),
  );
  expect(problems).toEqual([]);
  return names.map(name => {
    const file = `rendered/${name}/infrastructure/manifests.yaml`;
    const manifests = clusters.get(name)?.files.get(file) ?? '';
    return /says: (.*)/.exec(manifests)?.[1] ?? '';
  });
}

it.each([
  'flotilla-cluster-7d1c9e04b2',
  '"flotilla-cluster-\\u0037d1c9e04b2"',
  "\"${'flotilla-cluster-7d1c9' + 'e04b2'}\"",
])(
  'takes no text that somebody wrote for a name that stands in for others: %s',
  text => {
    const said = 'flotilla-cluster-7d1c9e04b2';
    expect(rendered(text)).toEqual([said, said, said]);
  },
);

it('stands in by another name in each process: no file can say it', async () => {
  const names = new Set<string>();
  for (let i = 0; i < 3; i++) {
    await jest.isolateModulesAsync(async () => {
      names.add((await import('./anyCluster')).ANY_CLUSTER);
    });
  }
  expect(names.size).toBe(3);
});
