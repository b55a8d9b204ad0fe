import { randomBytes } from 'node:crypto';
import { describeOnKubernetes } from '@flotilla/testbed';
import { ContractCluster } from './ContractCluster';
import { RealCluster } from './__testUtils__/RealCluster';
import { Scenario, Seen, Stage } from './Scenario';
import { CHANGES } from './scenarios/changes';
import { CUSTOM } from './scenarios/custom';
import { KINDS } from './scenarios/kinds';
import { make } from './scenarios/objects';
import { REFUSALS } from './scenarios/refusals';
import { WORKLOADS } from './scenarios/workloads';
import { SimulatedContract } from './__testUtils__/SimulatedContract';

/** Everything that happens in a scenario, with what comes of it. */
async function play(
  { play: act }: Scenario,
  cluster: ContractCluster,
  namespace: string,
): Promise<Seen[]> {
  await cluster.create(make('v1', 'Namespace', undefined, namespace), 'test');
  const stage = new Stage(cluster, namespace);
  await act(stage);
  return stage.seen;
}

describeOnKubernetes('simulated and real clusters agree when', kubernetes => {
  let simulated: SimulatedContract;

  beforeAll(async () => {
    simulated = await SimulatedContract.start();
  });
  afterAll(() => simulated.stop());

  const scenarios = [
    ...CHANGES,
    ...KINDS,
    ...CUSTOM,
    ...REFUSALS,
    ...WORKLOADS,
  ].map(scenario => [scenario.name, scenario] as const);

  it.each(scenarios)('%s', async (_, scenario) => {
    const namespace = `contract-${randomBytes(4).toString('hex')}`;
    const real = await play(scenario, new RealCluster(kubernetes()), namespace);
    expect(await play(scenario, simulated, namespace)).toEqual(real);
  });
});
