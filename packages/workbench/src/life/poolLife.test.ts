import { SimulatedCluster } from '@flotilla/simulator';
import { until } from '@flotilla/testbed';
import { LivingFleet } from './__testUtils__/LivingFleet';

const STANDARD = 'models/standard/1.5.0/model.yaml';

let living: LivingFleet;
let mgmt: SimulatedCluster;

/** Two children whose pools have bounds: on vSphere and on EKS. */
beforeAll(async () => {
  living = await LivingFleet.start(['dc-berlin-2', 'prod-eu-2'], ['checkout']);
  mgmt = living.mgmt;
}, 60_000);

afterAll(() => living.stop());

const isTrue = (type: string) => (status: unknown) =>
  JSON.stringify(status).includes(`"type":"${type}"`) &&
  /"status":"True"/.test(JSON.stringify(status));

/** What becomes of the pool that both variants have. */
const pools = () =>
  mgmt.api
    .list('cluster.x-k8s.io/v1beta2', 'MachinePool', 'fleet-prod-eu-2')
    .filter(({ metadata }) => metadata.name.startsWith('prod-eu-2-default-'));
/** Six of the pool `default`, two of the pool `gpu`. */
const nodes = () =>
  living.simulated.cluster('prod-eu-2').api.list('v1', 'Node').length;

it('has the autoscaler of its own machines where the machines are made', async () => {
  const autoscaler = () =>
    mgmt.api.find({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: 'fleet-dc-berlin-2',
      name: 'cluster-autoscaler',
    });
  await until(
    () => isTrue('Available')(autoscaler()?.status),
    'the autoscaler',
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
  await until(() => isTrue('Ready')(stage()?.status), 'its machines');
}, 60_000);

it('has two pools while one takes the place of another, until somebody ends it', async () => {
  await until(() => pools().length === 1 && nodes() === 8, 'a pool');
  const [old] = pools();
  const model = living.files.get(STANDARD) ?? '';
  await living.merge(
    STANDARD,
    model.replace('machineType: standard', 'machineType: small'),
  );
  await until(() => pools().length === 2 && nodes() === 14, 'both pools');
  const successor = pools().find(
    ({ metadata }) => metadata.name !== old.metadata.name,
  );
  const kept = pools().find(
    ({ metadata }) => metadata.uid === old.metadata.uid,
  );
  expect(kept?.metadata.annotations).toMatchObject({
    'flotilla.dev/superseded-by': successor?.metadata.name,
  });

  living.repository.tidy(
    'rendered/prod-eu-2/infrastructure/manifests.yaml',
    'flotilla.dev/superseded-by',
  );
  await living.simulated.fetch();
  await until(() => pools().length === 1 && nodes() === 8, 'one pool');
  expect(pools()[0].metadata.uid).toBe(successor?.metadata.uid);
}, 60_000);
