import { until } from '@flotilla/testbed';
import { Kind } from './kubeObject';
import { Observer, ObserverOptions } from './Observer';
import { deployment } from '../__testUtils__/objects';
import { TestCluster } from '../__testUtils__/TestCluster';
import { quiet } from '../__testUtils__/quiet';

const DEPLOYMENT: Kind = { group: 'apps', version: 'v1', kind: 'Deployment' };
const CONFIG_MAP: Kind = { group: '', version: 'v1', kind: 'ConfigMap' };

describe('what is seen of a cluster', () => {
  let cluster: TestCluster;
  let observer: Observer;
  let sights: number;
  beforeEach(async () => {
    cluster = await TestCluster.start();
    cluster.put(deployment('web', 'shop/web:1.0'));
    cluster.put(deployment('api', 'shop/api:1.0'));
    sights = 0;
  });
  afterEach(async () => {
    await observer.stop();
    await cluster.stop();
  });

  async function observe(more: Partial<ObserverOptions> = {}): Promise<void> {
    observer = new Observer(
      {
        kubeConfig: cluster.kubeConfig(),
        logger: quiet,
        patienceMilliseconds: 200,
        ...more,
      },
      { onObject() {}, onSight: () => (sights += 1) },
    );
    await observer.see([{ kind: DEPLOYMENT, keep: 'All' }]);
    await until(() => observer.settled, 'settled');
  }

  const sight = () => observer.sight(DEPLOYMENT);
  const seeing = () => until(() => sight().state === 'Seeing', 'seen', 20_000);
  const blind = (reason: string) =>
    until(() => {
      const now = sight();
      return now.state === 'Blind' && now.reason === reason;
    }, `blind: ${reason}`);

  it('is nothing more once it was stopped, whoever still asks', async () => {
    await observe();
    await observer.stop();
    await observer.see([{ kind: CONFIG_MAP, keep: 'All' }]);
    expect(observer.census.kinds).toEqual({ Starting: 0, Seeing: 0, Blind: 0 });
  });

  it('keeps of a kind what was asked for and nothing else', async () => {
    await observe();
    expect(observer.census).toEqual({
      kinds: { Starting: 0, Seeing: 1, Blind: 0 },
      objects: 2,
    });
    await observer.see([{ kind: DEPLOYMENT, keep: new Set(['shop/web']) }]);
    expect(observer.census.objects).toBe(1);
    cluster.put(deployment('other', 'shop/other:1.0'));
    await observer.see([
      { kind: DEPLOYMENT, keep: new Set(['shop/web', 'shop/other']) },
    ]);
    // Not there and not read yet are two things.
    expect(sight()).toEqual({ state: 'Starting' });
    await seeing();
    expect(observer.objects(DEPLOYMENT).map(one => one.metadata.name)).toEqual([
      'web',
      'other',
    ]);
    await observer.see([{ kind: CONFIG_MAP, keep: 'All' }]);
    expect(observer.objects(DEPLOYMENT)).toEqual([]);
  });

  it('asks for metadata alone where that is enough', async () => {
    await observe();
    await observer.see([{ kind: DEPLOYMENT, keep: 'All', form: 'Metadata' }]);
    await until(() => observer.settled, 'settled');
    expect(cluster.accepted).toContain(
      'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    );
  });

  it('goes on where it was after a lost connection, without listing again', async () => {
    await observe();
    const lists = () =>
      cluster.requests.filter(one => one.endsWith('/deployments')).length;
    const before = lists();
    cluster.dropWatches();
    cluster.put(deployment('late', 'shop/late:1.0'));
    await until(
      () => observer.objects(DEPLOYMENT).length === 3,
      'what came meanwhile',
    );
    expect(sight()).toEqual({ state: 'Seeing' });
    // One request more: the watch.
    expect(lists()).toBe(before + 1);
  });

  it.each([500, 429])(
    'is nothing while the API answers %s, and comes back by itself',
    async status => {
      await observe();
      cluster.fault = { status };
      cluster.dropWatches();
      await blind('Unreachable');
      expect(sights).toBeGreaterThan(1);
      cluster.fault = undefined;
      await seeing();
    },
    30_000,
  );

  it('waits for as long as an API that has too much to do asks', async () => {
    await observe();
    cluster.fault = { status: 429, retryAfter: 2 };
    cluster.dropWatches();
    await blind('Unreachable');
    const asked = cluster.requests.length;
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect(cluster.requests.length - asked).toBeLessThan(2);
  });

  it.each([
    ['seconds', () => 60],
    ['a date', () => new Date(Date.now() + 60_000).toUTCString()],
  ])(
    'is nothing soon, however long the API asks to wait, in %s',
    async (_, asksFor) => {
      const retryAfter = asksFor();
      await observe({ patienceMilliseconds: 2_000 });
      cluster.fault = { status: 429, retryAfter };
      cluster.dropWatches();
      await blind('Unreachable');
      const asked = cluster.requests.length;
      await new Promise(resolve => setTimeout(resolve, 1_500));
      expect(cluster.requests.length).toBe(asked);
    },
  );

  it('is what it was when a watch is lost on which nothing happened for long', async () => {
    await observe({ patienceMilliseconds: 2_000 });
    await new Promise(resolve => setTimeout(resolve, 2_500));
    const before = sights;
    cluster.dropWatches();
    cluster.put(deployment('late', 'shop/late:1.0'));
    await until(() => observer.objects(DEPLOYMENT).length === 3, 'the news');
    expect(sights).toBe(before);
  });

  it('is nothing while an API that takes connections answers none', async () => {
    await observe({ pulseMilliseconds: 100 });
    cluster.isFrozen = true;
    await until(() => sight().state === 'Blind', 'blind');
    expect(sight()).toMatchObject({
      message: 'the API server does not answer',
    });
    cluster.isFrozen = false;
    await seeing();
  });

  it('is nothing with a token that is refused, until a new one was read', async () => {
    let token = cluster.token;
    await observe({
      renewKubeConfig: () => {
        const kubeConfig = cluster.kubeConfig();
        kubeConfig.users = [{ name: 'agent', token }];
        return kubeConfig;
      },
    });
    cluster.token = 'the next one';
    cluster.dropWatches();
    await blind('Unauthorized');
    token = cluster.token;
    await seeing();
    expect(observer.objects(DEPLOYMENT)).toHaveLength(2);
  });

  it('is nothing of a kind that is no longer served, until it is again', async () => {
    await observe();
    cluster.unserved.add('deployments');
    cluster.dropWatches();
    await blind('KindNotServed');
    cluster.unserved.delete('deployments');
    await seeing();
    expect(observer.objects(DEPLOYMENT)).toHaveLength(2);
  });
});
