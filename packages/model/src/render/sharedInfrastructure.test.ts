import { loaded } from '../__fixtures__/loaded';
import {
  PROD,
  replace,
  smallFleet,
  STANDARD,
} from '../__fixtures__/smallFleet';
import { sampleFleet } from '../__testUtils__/sampleFleet';
import { loadFleet } from '../load/loadFleet';
import { renderCluster } from './cluster';

const sample = new Map(
  [...sampleFleet()].filter(([path]) => !/^(rendered|rollouts)\//.test(path)),
);

const POOLS = 'providers/vsphere/1.0.3/infrastructure/worker-pools.yaml';
const PATH = 'rendered/dc-berlin-2/infrastructure/manifests.yaml';

/** Files of the sample with clusters of other names beside one of it, and one file otherwise. */
function fleetWith(edit: (text: string) => string) {
  const files = new Map(sample);
  files.set(POOLS, edit(files.get(POOLS) ?? ''));
  const seed = files.get('clusters/dc-berlin-2/cluster.yaml') ?? '';
  for (const name of ['on', '1234', 'default', 'a-b']) {
    files.set(
      `clusters/${name}/cluster.yaml`,
      seed.replace('name: dc-berlin-2', `name: "${name}"`),
    );
  }
  const { fleet } = loadFleet(files);
  if (!fleet) throw new Error('the sample has no fleet');
  return fleet;
}

/** A cluster as it is among all, and where an empty render of it makes its machines be made for it alone. */
function both(fleet: ReturnType<typeof fleetWith>, name: string) {
  const path = PATH.replace('dc-berlin-2', name);
  return [undefined, new Map([[path, '']])].map(previous => {
    const { files, parts, problems } = renderCluster(fleet, name, previous);
    const objects = parts[0]?.objects;
    return { files: [...files], objects, problems };
  });
}

it('gives the machines of every cluster as if they were made for it alone', () => {
  const fleet = fleetWith(text => text);
  for (const name of fleet.clusters.keys()) {
    const [shared, alone] = both(fleet, name);
    expect(shared).toEqual(alone);
  }
});

it.each([
  ['an expression computes with the name', '${cluster.name.size()}'],
  ['a field says the name of a template', 'on-default'],
  ['an address is wrong', '10.999.0.0/16'],
])('does so where %s', (_, value) => {
  const fleet = fleetWith(
    text =>
      `${text}---
apiVersion: ipam.cluster.x-k8s.io/v1alpha2
kind: InClusterIPPool
metadata: {name: "\${cluster.name}-pool", namespace: "\${cluster.namespace}"}
spec:
  addresses: ["${value}"]
  of: {kind: VSphereMachineTemplate, name: "${value}"}
`,
  );
  for (const name of ['default', 'on', 'a-b', '1234']) {
    const [shared, alone] = both(fleet, name);
    expect(shared).toEqual(alone);
  }
});

it('does so where a range of one cluster’s pods is another one’s of services', () => {
  const prod = smallFleet().get(PROD) ?? '';
  const asVariant = (text: string, name: string) =>
    text.replace('model: {', `variant: ${name}\n  model: {`);
  const vpc = `apiVersion: infrastructure.cluster.x-k8s.io/v1beta2
kind: AWSManagedControlPlane
metadata: {name: "\${cluster.name}", namespace: "\${cluster.namespace}"}
spec: {network: {vpc: {cidrBlock: 10.1.0.0/16}}}
`;
  const fleet = loaded({
    [STANDARD]: replace(
      '  variants:\n',
      `  variants:
    - {name: pods, cluster: {network: {pods: [10.0.0.0/16, 10.1.0.0/16]}}}
    - {name: services, cluster: {network: {pods: [10.0.0.0/16], services: [10.1.0.0/16]}}}
`,
    ),
    'providers/metal/1.0.0/infrastructure/vpc.yaml': vpc,
    [PROD]: asVariant(prod, 'pods'),
    'clusters/next/cluster.yaml': asVariant(
      prod.replace('name: prod', 'name: next'),
      'services',
    ),
  });
  expect(renderCluster(fleet, 'prod').problems).toEqual([]);
  expect(renderCluster(fleet, 'next').problems).toEqual([
    expect.objectContaining({
      message:
        '10.1.0.0/16 of the machines of next meets 10.1.0.0/16 of the services',
    }),
  ]);
});

it('gives no part of machines where nothing is made of any template', () => {
  const withoutPools = (text: string) =>
    text.replace('{name: standard', '{name: base').replace(', workers: 5', '');
  const fleet = loaded({ [PROD]: withoutPools });
  const { files, problems } = renderCluster(fleet, 'prod');
  expect(problems).toEqual([]);
  expect([...files.keys()]).not.toContain(
    'rendered/prod/infrastructure/manifests.yaml',
  );
});
