import { readFolder } from '@flotilla/repository';
import { SimulatedCluster, SimulatedFleet } from '@flotilla/simulator';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import { RenderedRepository } from './RenderedRepository';

const STANDARD = 'models/standard/1.5.0/model.yaml';

let repository: RenderedRepository;
let fleet: SimulatedFleet;
let mgmt: SimulatedCluster;
let model: string;

/** The sample fleet with one management cluster and two children whose pools have bounds: on vSphere and on EKS. */
beforeAll(async () => {
  const sample = await readFolder(SAMPLE_FLEET);
  const files = [...sample].filter(
    ([path]) =>
      !path.startsWith('rendered/') &&
      (!path.startsWith('clusters/') ||
        /\/(mgmt-eu|dc-berlin-2|prod-eu-2)\//.test(path)),
  );
  // It names clusters which aren't here, and would be complained about.
  const written = new Map(
    files.filter(([path]) => !/^workspaces\/checkout/.test(path)),
  );
  model = written.get(STANDARD) ?? '';
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

const isTrue = (type: string) => (status: unknown) =>
  JSON.stringify(status).includes(`"type":"${type}"`) &&
  /"status":"True"/.test(JSON.stringify(status));

/** What becomes of the pool that both variants have. */
const pools = () =>
  mgmt.api
    .list('cluster.x-k8s.io/v1beta2', 'MachinePool', 'fleet-prod-eu-2')
    .filter(({ metadata }) => metadata.name.startsWith('prod-eu-2-default-'));
/** Six of the pool `default`, two of the pool `gpu`. */
const nodes = () => fleet.cluster('prod-eu-2').api.list('v1', 'Node').length;

it('has the autoscaler of its own machines where the machines are made', async () => {
  const autoscaler = () =>
    mgmt.api.find({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'fleet-dc-berlin-2',
      name: 'cluster-autoscaler',
    });
  await until('the autoscaler', () =>
    isTrue('Available')(autoscaler()?.status),
  );
  expect(JSON.stringify(autoscaler()?.spec)).toContain(
    'dc-berlin-2-kubeconfig',
  );
  const stage = () =>
    mgmt.api.find({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      namespace: 'fleet-dc-berlin-2',
      name: 'infrastructure-dc-berlin-2',
    });
  await until('its machines', () => isTrue('Ready')(stage()?.status));
}, 60_000);

it('has two pools while one takes the place of another, until somebody ends it', async () => {
  await until('a pool', () => pools().length === 1 && nodes() === 8);
  const [old] = pools();
  repository.merge(
    STANDARD,
    model.replace('machineType: standard', 'machineType: small'),
  );
  await fleet.fetch();
  await until('both pools', () => pools().length === 2 && nodes() === 14);
  const successor = pools().find(
    ({ metadata }) => metadata.name !== old.metadata.name,
  );
  const kept = pools().find(
    ({ metadata }) => metadata.uid === old.metadata.uid,
  );
  expect(kept?.metadata.annotations).toMatchObject({
    'flotilla.dev/superseded-by': successor?.metadata.name,
  });

  repository.tidy(
    'rendered/prod-eu-2/infrastructure/manifests.yaml',
    'flotilla.dev/superseded-by',
  );
  await fleet.fetch();
  await until('one pool', () => pools().length === 1 && nodes() === 8);
  expect(pools()[0].metadata.uid).toBe(successor?.metadata.uid);
}, 60_000);
