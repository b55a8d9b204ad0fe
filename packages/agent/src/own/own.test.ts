import { until } from '@flotilla/testbed';
import { KubeConnection } from '../kube/KubeConnection';
import { TestCluster } from '../__testUtils__/TestCluster';
import { Leadership } from './Leadership';
import { OwnObjects, Overtaken } from './OwnObjects';
import { SecretKeyStore } from './SecretKeyStore';
import { quiet } from '../__testUtils__/quiet';

const namespace = 'flotilla-system';

describe("an agent's own objects", () => {
  let cluster: TestCluster;
  const connections: KubeConnection[] = [];
  beforeEach(async () => {
    cluster = await TestCluster.start();
  });
  afterEach(async () => {
    connections.splice(0).forEach(one => one.close());
    await cluster.stop();
  });

  const objects = (manager: string) => {
    const connection = new KubeConnection({ kubeConfig: cluster.kubeConfig() });
    connections.push(connection);
    return new OwnObjects(connection, manager);
  };

  describe('its key', () => {
    const identity = { privateKey: { kty: 'OKP', d: 'secret' } };

    it('is there again after a restart, and can be changed', async () => {
      const store = new SecretKeyStore(objects('a'), namespace);
      expect(await store.load()).toBeUndefined();
      await store.save(identity);
      await store.save({ ...identity, agentId: 'agent-1' });
      const again = new SecretKeyStore(objects('b'), namespace);
      expect(await again.load()).toEqual({ ...identity, agentId: 'agent-1' });
      const written = cluster.requests.filter(one => !one.startsWith('GET'));
      expect(new Set(written.map(one => one.split(' ')[1]))).toEqual(
        new Set([`/api/v1/namespaces/${namespace}/secrets/flotilla-agent-key`]),
      );
    });

    it('is never written over by another process', async () => {
      const [first, second] = ['a', 'b'].map(
        name => new SecretKeyStore(objects(name), namespace),
      );
      await first.load();
      await second.load();
      await first.save(identity);
      await expect(second.save(identity)).rejects.toThrow(Overtaken);
    });

    it('that is damaged is not replaced without a word', async () => {
      cluster.put({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'flotilla-agent-key', namespace },
        data: { 'identity.json': Buffer.from('{}').toString('base64') },
      });
      const store = new SecretKeyStore(objects('a'), namespace);
      await expect(store.load()).rejects.toThrow(
        'the Secret flotilla-system/flotilla-agent-key holds no private key',
      );
    });
  });

  describe('its Lease', () => {
    const contender = (identity: string, leaseSeconds = 1) =>
      new Leadership({
        objects: objects(identity),
        namespace,
        identity,
        logger: quiet,
        leaseSeconds,
      });

    it('lets one speak, and the other when the first leaves', async () => {
      const stopping = new AbortController();
      const { signal } = stopping;
      const [first, second] = [contender('a', 30), contender('b', 30)];
      await first.acquire(signal);
      const standby = new AbortController();
      const waiting = second.acquire(standby.signal);
      await until(
        () => cluster.requests.filter(one => one.startsWith('GET')).length > 1,
        'the second has asked',
      );
      standby.abort();
      await waiting;
      await first.release();
      await second.acquire(signal);
      await expect(first.acquire(AbortSignal.timeout(100))).resolves.toBe(
        undefined,
      );
      stopping.abort();
    });

    it('passes on when its holder is silent for its whole length, and its holder notices', async () => {
      const stopping = new AbortController();
      const { signal } = stopping;
      const first = contender('a');
      await first.acquire(signal);
      const startedAt = Date.now();
      const second = contender('b');
      await second.acquire(signal);
      expect(Date.now() - startedAt).toBeGreaterThan(900);
      await first.hold(AbortSignal.any([signal, AbortSignal.timeout(5_000)]));
      expect(signal.aborted).toBe(false);
      stopping.abort();
    });

    it('is given up before others may take it, when it can not be renewed', async () => {
      const first = contender('a');
      await first.acquire(new AbortController().signal);
      cluster.fault = { status: 500 };
      const startedAt = Date.now();
      await first.hold(AbortSignal.timeout(5_000));
      expect(Date.now() - startedAt).toBeLessThan(1_400);
    });
  });
});
