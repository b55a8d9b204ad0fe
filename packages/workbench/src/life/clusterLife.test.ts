import { SimulatedCluster } from '@flotilla/simulator';
import { until } from '@flotilla/testbed';
import { LivingFleet } from './__testUtils__/LivingFleet';

const DEV = 'clusters/dev-eu-1/cluster.yaml';
const KEPT = 'kustomize.toolkit.fluxcd.io/prune';

let living: LivingFleet;
let mgmt: SimulatedCluster;
let dev: SimulatedCluster;
let file: string;

beforeAll(async () => {
  living = await LivingFleet.start(['dev-eu-1'], ['checkout', 'search']);
  file = living.files.get(DEV) ?? '';
  mgmt = living.mgmt;
  dev = living.simulated.cluster('dev-eu-1');
}, 60_000);

afterAll(() => living.stop());

const merge = (text: string | null) => living.merge(DEV, text);

const leaving = (step: number) =>
  `${file}  lifecycle: Decommissioning\n  removal: {step: ${step}}\n`;

const namespace = (name: string) =>
  dev.api.find({ apiVersion: 'v1', kind: 'Namespace', name });
const partOf = (name: string) =>
  dev.api.find({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    namespace: 'flux-system',
    name,
  });
const machines = () =>
  mgmt.api.find({
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    namespace: 'fleet-dev-eu-1',
    name: 'dev-eu-1',
  });

it('gets its network from its manager, and then looks after it itself', () => {
  const network = dev.api.find({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'cilium',
  });
  expect(network?.metadata.labels).toMatchObject({
    'kustomize.toolkit.fluxcd.io/name': 'components-cilium',
    'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
  });
  expect(network?.metadata.annotations ?? {}).not.toHaveProperty([
    'kustomize.toolkit.fluxcd.io/ssa',
  ]);
});

/** What the manager does for the child. */
const stages = () =>
  mgmt.api.list(
    'kustomize.toolkit.fluxcd.io/v1',
    'Kustomization',
    'fleet-dev-eu-1',
  );

it('keeps its machines when the file of an active cluster goes', async () => {
  await merge(null);
  await until(() => stages().length === 0, 'letting go');
  expect(machines()?.metadata.deletionTimestamp).toBeUndefined();
  expect(namespace('shared-tools')).toBeDefined();
  await merge(file);
  await until(() => stages().length > 0, 'taking over again');
}, 60_000);

it('leaves in order: protection, workspaces, components, at last the machines', async () => {
  const keptBy = () => namespace('shared-tools')?.metadata.annotations?.[KEPT];
  expect(keptBy()).toBe('disabled');
  await merge(leaving(1));
  await until(() => keptBy() === undefined, 'losing protection');
  expect(namespace('shared-tools')?.metadata.deletionTimestamp).toBeUndefined();

  await merge(leaving(2));
  await until(() => namespace('shared-tools') === undefined, 'the workspace');
  expect(partOf('components-prometheus')).toBeDefined();

  await merge(leaving(9));
  await until(() => namespace('monitoring') === undefined, 'components');
  expect(partOf('components-prometheus')).toBeUndefined();
  expect(partOf('components-cilium')).toBeDefined();
  expect(partOf('components-local-path-provisioner')).toBeDefined();

  expect(machines()?.metadata.deletionTimestamp).toBeUndefined();
  await merge(null);
  await until(() => machines() === undefined, 'the machines');
}, 60_000);
