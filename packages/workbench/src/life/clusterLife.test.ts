import { readFolder } from '@flotilla/repository';
import { SimulatedCluster, SimulatedFleet } from '@flotilla/simulator';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import { RenderedRepository } from './RenderedRepository';

const DEV = 'clusters/dev-eu-1/cluster.yaml';
const KEPT = 'kustomize.toolkit.fluxcd.io/prune';

let repository: RenderedRepository;
let fleet: SimulatedFleet;
let mgmt: SimulatedCluster;
let dev: SimulatedCluster;
let file: string;

/** The sample fleet with one management cluster and one child. */
beforeAll(async () => {
  const sample = await readFolder(SAMPLE_FLEET);
  const files = [...sample].filter(
    ([path]) =>
      !path.startsWith('rendered/') &&
      (!path.startsWith('clusters/') || /\/(mgmt-eu|dev-eu-1)\//.test(path)),
  );
  // Workspaces that name clusters which aren't here would be complained about.
  const written = new Map(
    files.filter(([path]) => !/^workspaces\/(checkout|search)/.test(path)),
  );
  file = written.get(DEV) ?? '';
  repository = new RenderedRepository(written);
  fleet = await SimulatedFleet.start({
    gitUrl: repository.folder,
    engineInterval: 0.2,
    speed: 100,
  });
  mgmt = await fleet.createCluster({
    name: 'mgmt-eu',
    kubernetesVersion: '1.35.4',
    bootstrapped: true,
  });
  dev = fleet.cluster('dev-eu-1');
}, 60_000);

afterAll(async () => {
  await fleet.stop();
  repository.remove();
});

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`${what} doesn't come to pass`);
    await new Promise(next => setTimeout(next, 50));
  }
}

async function merge(text: string | null): Promise<void> {
  repository.merge(DEV, text);
  await fleet.fetch();
}

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
  await until('letting go', () => stages().length === 0);
  expect(machines()?.metadata.deletionTimestamp).toBeUndefined();
  expect(namespace('shared-tools')).toBeDefined();
  await merge(file);
  await until('taking over again', () => stages().length > 0);
}, 60_000);

it('leaves in order: protection, workspaces, components, at last the machines', async () => {
  const keptBy = () => namespace('shared-tools')?.metadata.annotations?.[KEPT];
  expect(keptBy()).toBe('disabled');
  await merge(leaving(1));
  await until('losing protection', () => keptBy() === undefined);
  expect(namespace('shared-tools')?.metadata.deletionTimestamp).toBeUndefined();

  await merge(leaving(2));
  await until('the workspace', () => namespace('shared-tools') === undefined);
  expect(partOf('components-prometheus')).toBeDefined();

  await merge(leaving(9));
  await until('components', () => namespace('monitoring') === undefined);
  expect(partOf('components-prometheus')).toBeUndefined();
  expect(partOf('components-cilium')).toBeDefined();
  expect(partOf('components-local-path-provisioner')).toBeDefined();

  expect(machines()?.metadata.deletionTimestamp).toBeUndefined();
  await merge(null);
  await until('the machines', () => machines() === undefined);
}, 60_000);
