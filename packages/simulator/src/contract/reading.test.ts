import { describeOnKubernetes } from '@flotilla/testbed';
import { ContractCluster } from './ContractCluster';
import { readsAsKubernetesDoes } from './reading';
import { RealCluster } from './__testUtils__/RealCluster';
import { SimulatedContract } from './__testUtils__/SimulatedContract';

describe('a simulated cluster', () => {
  let simulated: SimulatedContract;

  beforeAll(async () => {
    simulated = await SimulatedContract.start();
  });
  afterAll(() => simulated.stop());

  readsAsKubernetesDoes(() => simulated);
});

// Its past is forgotten on the way, which others that share it would notice.
describeOnKubernetes(
  'a real cluster',
  kubernetes => {
    let real: ContractCluster;

    beforeAll(() => {
      real = new RealCluster(kubernetes());
    });

    readsAsKubernetesDoes(() => real);
  },
  { own: true },
);
