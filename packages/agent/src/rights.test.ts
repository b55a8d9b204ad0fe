import { describeOnKubernetes, eachOf, until } from '@flotilla/testbed';
import { Attributes, isAllowed, served } from './__testUtils__/accountRights';
import { AgentHub } from './__testUtils__/AgentHub';
import { Agent } from './Agent';
import { AgentOptions } from './AgentOptions';
import { StoredIdentity, readIdentity } from './identity/KeyStore';
import { json } from './json';
import { KubeConnection } from './kube/KubeConnection';
import { KubeError } from './kube/KubeError';
import { Leadership } from './own/Leadership';
import { OwnObjects, Overtaken } from './own/OwnObjects';
import { SecretKeyStore } from './own/SecretKeyStore';
import { FaultProxy } from './__testUtils__/FaultProxy';
import { InstalledCluster } from './__testUtils__/InstalledCluster';
import { quiet } from './__testUtils__/quiet';

const NAMESPACE = 'flotilla-system';
const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const OF_AGENT = 'app.kubernetes.io/name=flotilla-agent';
const CERT_MANAGER =
  '/apis/apps/v1/namespaces/cert-manager/deployments/cert-manager';
const LEASE_SECONDS = 3;
const KEY = `/api/v1/namespaces/${NAMESPACE}/secrets/flotilla-agent-key`;
const LEASE = `/apis/coordination.k8s.io/v1/namespaces/${NAMESPACE}/leases/flotilla-agent`;
const signal = new AbortController().signal;

describeOnKubernetes(
  'an agent with the rights that are generated',
  kubernetes => {
    let hub: AgentHub;
    let cluster: InstalledCluster;
    let connection: KubeConnection;
    let agent: Agent;
    const warnings: string[] = [];

    /** An agent as a Pod of that name runs it. */
    const run = (
      identity: string,
      options: Partial<AgentOptions> = {},
      own = connection,
    ): Promise<Agent> => {
      const { logger = quiet } = options;
      const objects = new OwnObjects(own, identity);
      const place = { objects, namespace: NAMESPACE };
      return cluster.watch({
        keyStore: new SecretKeyStore(objects, NAMESPACE),
        leadership: new Leadership({
          ...{ ...place, identity, logger },
          leaseSeconds: LEASE_SECONDS,
        }),
        persistenceSeconds: 1,
        ...options,
      });
    };

    beforeAll(async () => {
      cluster = await InstalledCluster.install(kubernetes());
      hub = cluster.hub;
      connection = new KubeConnection({ kubeConfig: cluster.kubeConfig });
      agent = await run('pod-1', {
        logger: { ...quiet, warn: message => warnings.push(message) },
      });
    }, 300_000);
    afterAll(async () => {
      connection?.close();
      await cluster?.stop();
    });

    it('reads all that it compares, and finds it as Git says', async () => {
      expect(cluster.refused).toEqual([]);
      const report = await until(() => hub.last, 'a report', 30_000);
      const odd = hub.reports.flatMap(({ resources = [] }) =>
        resources.filter(({ state }) => state !== 'InSync'),
      );
      expect(odd).toEqual([]);
      expect(report.counts).toMatchObject({ unknown: 0, drifted: 0 });
      expect(report.counts?.desired).toBeGreaterThan(50);
      expect(agent.census?.kinds.Starting).toBe(0);
      // Nothing is refused; autoscalers that nobody has installed aren't served.
      expect(warnings).toEqual([]);
    });

    it('keeps its key in its Secret, and holds its Lease', async () => {
      const secret = await read(KEY);
      expect(Object.keys(json.map(secret.data))).toEqual(['identity.json']);
      const lease = await read(LEASE);
      expect(lease.spec).toMatchObject({ holderIdentity: 'pod-1' });
    });

    it('lets its Pod in under the restricted level, which its namespace enforces', async () => {
      const pods = `/api/v1/namespaces/${NAMESPACE}/pods`;
      const pod = await until(
        async () => {
          const { items } = await read(`${pods}?labelSelector=${OF_AGENT}`);
          return json
            .list(items)
            .map(json.map)
            .find(({ status }) => json.map(status).phase === 'Running');
        },
        'its Pod',
        30_000,
      );
      expect(pod.spec).toMatchObject({ serviceAccountName: 'flotilla-agent' });
      const [container] = json.list(json.map(pod.spec).containers);
      const less = { ...json.map(container), securityContext: {} };
      const { status, text } = await kubernetes().request(
        `${pods}?dryRun=All`,
        {
          method: 'POST',
          body: {
            metadata: { name: 'less' },
            spec: { ...json.map(pod.spec), containers: [less] },
          },
        },
      );
      expect(status).toBe(403);
      expect(text).toContain('violates PodSecurity \\"restricted');
    });

    it('tells an edit by hand with its path and manager, and that it was taken back', async () => {
      const ref = { kind: 'Deployment', name: 'cert-manager' };
      const edit = `${CERT_MANAGER}?fieldManager=kubectl-edit`;
      await write(edit, { spec: { replicas: 2 } });
      const told = await until(
        () =>
          hub.reports
            .flatMap(({ resources = [] }) => resources)
            .find(({ state }) => state === 'Modified'),
        'the edit',
        30_000,
      );
      const field = {
        fieldPath: '.spec.replicas',
        desired: { value: 1 },
        live: { value: 2 },
      };
      const manager = { name: 'kubectl-edit', operation: 'Update' };
      expect(told).toMatchObject({ ref, fields: [{ ...field, manager }] });
      await cluster.restore();
      const corrected = await until(
        () => hub.reports.flatMap(one => one.corrected ?? []).at(0),
        'that it was taken back',
        30_000,
      );
      expect(corrected).toMatchObject({ ref, fields: [field], manager });
      await until(
        () => hub.reports.some(({ removed }) => removed?.includes(told.key)),
        'that it is as Git says',
      );
      expect(hub.last?.counts).toMatchObject({ unknown: 0, drifted: 0 });
    }, 60_000);

    it('may write nothing else, of all that the server serves', async () => {
      const resources = await served(kubernetes());
      expect(resources.length).toBeGreaterThan(50);
      const allowed: string[] = [];
      await eachOf(resources, async ({ group, resource }) => {
        for (const verb of WRITES) {
          for (const namespace of ['default', NAMESPACE]) {
            const asked = { group, resource, verb, namespace };
            if (await isAllowed(kubernetes(), asked))
              allowed.push(JSON.stringify(asked));
          }
        }
      });
      // Everybody may ask what they may do.
      const reviews = /"authorization\.k8s\.io"|"authentication\.k8s\.io"/;
      expect(allowed.filter(one => !reviews.test(one))).toEqual([]);
    }, 120_000);

    it('may write its own by name, and no neighbour', async () => {
      const may = (asked: Attributes) => isAllowed(kubernetes(), asked);
      const own = { group: '', resource: 'secrets', namespace: NAMESPACE };
      const name = 'flotilla-agent-key';
      expect(await may({ ...own, name, verb: 'update' })).toBe(true);
      expect(await may({ ...own, name, verb: 'delete' })).toBe(false);
      expect(await may({ ...own, name: 'other', verb: 'update' })).toBe(false);
      const elsewhere = { ...own, namespace: 'default', name };
      expect(await may({ ...elsewhere, verb: 'update' })).toBe(false);
    });

    it.each<[string, 'PUT' | 'PATCH' | 'GET', string]>([
      [
        'another Secret',
        'PATCH',
        `/api/v1/namespaces/${NAMESPACE}/secrets/other`,
      ],
      [
        'its key elsewhere',
        'PATCH',
        '/api/v1/namespaces/default/secrets/flotilla-agent-key',
      ],
      [
        'another Lease',
        'PATCH',
        `/apis/coordination.k8s.io/v1/namespaces/${NAMESPACE}/leases/other`,
      ],
      ['a Deployment', 'PATCH', CERT_MANAGER],
      [
        'its own rights',
        'PATCH',
        '/apis/rbac.authorization.k8s.io/v1/clusterroles/flotilla-agent',
      ],
      ['a node', 'PATCH', '/api/v1/nodes/any'],
      [
        'a Secret of others, to read',
        'GET',
        '/api/v1/namespaces/default/secrets/any',
      ],
      ['all Secrets, to read', 'GET', '/api/v1/secrets'],
      [
        'the Secrets beside its own',
        'GET',
        `/api/v1/namespaces/${NAMESPACE}/secrets`,
      ],
    ])('is refused %s', async (_, method, path) => {
      const text = JSON.stringify({
        metadata: { name: path.split('/').pop() },
      });
      const type =
        method === 'PATCH'
          ? 'application/merge-patch+json'
          : 'application/json';
      const body = method === 'GET' ? undefined : { type, text };
      const refused = connection.send({ method, path, body, signal });
      await expect(refused).rejects.toThrow(KubeError);
      await expect(refused).rejects.toMatchObject({ status: 403 });
    });

    it('knows nothing of a kind that it is forbidden to read, and sees it again by itself when it may', async () => {
      await cluster.rest();
      const path =
        '/apis/rbac.authorization.k8s.io/v1/clusterroles/flotilla-agent-parts';
      const { rules } = await read(path);
      const others = json
        .list(rules)
        .filter(
          rule => !json.list(json.map(rule).apiGroups).includes('policy'),
        );
      await write(path, { rules: others });
      const before = hub.reports.length;
      await run('pod-2');
      const told = () => hub.reports.slice(before);
      const blind = await until(
        () =>
          told().find(({ resources }) =>
            resources?.some(({ state }) => state === 'Unknown'),
          ),
        'what it may not read',
        30_000,
      );
      const unknown = (blind.resources ?? []).filter(
        ({ state }) => state === 'Unknown',
      );
      expect(new Set(unknown.map(({ ref }) => ref.kind))).toEqual(
        new Set(['PodDisruptionBudget']),
      );
      for (const { reason } of unknown) expect(reason).toMatch(/^Forbidden/);
      // Besides that somebody has edited its rights, which are in Git too.
      const counts = { unknown: unknown.length, drifted: 1 };
      expect(blind.counts).toMatchObject(counts);
      await write(path, { rules });
      await until(
        () => {
          const { unknown: blank, drifted } = hub.last?.counts ?? {};
          return blank === 0 && drifted === 0;
        },
        'that it is seen again',
        30_000,
      );
      const seen = told().flatMap(({ removed = [] }) => removed);
      expect(seen).toEqual(
        expect.arrayContaining(unknown.map(({ key }) => key)),
      );
    }, 60_000);

    describe('that runs more than once', () => {
      const pods = new Map<string, Agent>();
      /** Who could have sent each report. */
      const speakers: string[] = [];
      const said: string[] = [];
      let proxy: FaultProxy;
      let cut: KubeConnection;

      beforeAll(async () => {
        await cluster.rest();
        proxy = await FaultProxy.start(cluster.kubeConfig);
        cut = new KubeConnection({ kubeConfig: proxy.kubeConfig() });
        hub.onReport = () => {
          const all = [...pods];
          const now = all.filter(([, pod]) => pod.state.phase === 'Reporting');
          speakers.push(now.map(([name]) => name).join(' and '));
        };
      });
      afterAll(async () => {
        hub.onReport = () => {};
        proxy.fault = {};
        await cluster.rest();
        cut.close();
        await proxy.stop();
      });

      const start = async (name: string, own = connection) => {
        const logger = { ...quiet, info: (text: string) => said.push(text) };
        const options = { logger, heartbeatSeconds: 0.2 };
        const pod = await run(name, options, own);
        pods.set(name, pod);
        return pod;
      };
      const speaks = async (name: string, limit = 20_000) => {
        const before = speakers.length;
        const isHeard = () => speakers.slice(before).includes(name);
        await until(isHeard, `a report of ${name}`, limit);
      };
      const waitsFor = (name: string) =>
        until(
          () => said.splice(0).some(text => text.includes(`reports: ${name};`)),
          `an agent that waits for ${name}`,
        );

      it('lets one speak, and the other at once when that stops in good order', async () => {
        const first = await start('pod-3');
        await speaks('pod-3');
        const second = await start('pod-4', cut);
        await waitsFor('pod-3');
        await speaks('pod-3');
        expect(second.state.phase).toBe('Standby');
        expect(second.census).toBeUndefined();
        await first.stop();
        const { spec } = await read(LEASE);
        expect(spec).toMatchObject({
          holderIdentity: expect.stringMatching(/^(pod-4)?$/),
        });
        await speaks('pod-4');
      }, 60_000);

      it('lets the other speak when one vanishes, which falls silent before', async () => {
        const other = await start('pod-5');
        await waitsFor('pod-4');
        // To its cluster and its hub it speaks as before, so that nothing but this silences it.
        proxy.fault = { isFrozen: true };
        await speaks('pod-5');
        proxy.fault = {};
        await speaks('pod-5');
        expect(pods.get('pod-4')?.state.phase).toBe('Standby');
        expect(other.state.phase).toBe('Reporting');
        // Never two at the same time, and nobody a second time.
        const turns = speakers.filter((one, at) => one !== speakers[at - 1]);
        expect(turns).toEqual(['pod-3', 'pod-4', 'pod-5']);
        expect(hub.enrolments).toHaveLength(1);
      }, 60_000);
    });

    describe('that is asked for a new key', () => {
      let holder: Agent;
      let asked: () => Promise<unknown>;
      /** What is kept when the hub hears of the next key. */
      let between: StoredIdentity[];

      const kept = async (): Promise<StoredIdentity> => {
        const { data } = await read(KEY);
        const entry = json.text(json.map(data)['identity.json']);
        return readIdentity(Buffer.from(entry, 'base64').toString(), KEY);
      };

      beforeAll(async () => {
        await cluster.rest();
        holder = await run('pod-6', {
          heartbeatSeconds: 0.2,
          fetch: async (input, init) => {
            if (String(input).endsWith('/keys')) await asked();
            return fetch(input, init);
          },
        });
      });
      beforeEach(() => {
        between = [];
        asked = async () => between.push(await kept());
      });

      /** @returns what is kept before and after */
      const rotate = async () => {
        await until(() => holder.state.phase === 'Reporting', 'a session');
        const before = await kept();
        const { fingerprint } = holder.state;
        hub.wantsKey = true;
        const isNew = () => holder.state.fingerprint !== fingerprint;
        await until(isNew, 'a new key', 10_000);
        const heard = hub.reports.length;
        await until(() => hub.reports.length > heard, 'a report under it');
        return { before, after: await kept() };
      };

      it('keeps both in its Secret until the next is used, then that alone', async () => {
        const { before, after } = await rotate();
        const [{ nextKey, ...own }] = between;
        expect(own).toEqual(before);
        expect(nextKey).toBeDefined();
        expect(after).toEqual({ ...before, privateKey: nextKey });
        const { d, ...publicKey } = after.privateKey;
        expect(hub.keys).toEqual([publicKey]);
        expect(hub.rejected).toEqual([]);
      }, 30_000);

      it('loses none, though somebody writes the Secret meanwhile, and puts no old one back', async () => {
        const old = new SecretKeyStore(
          new OwnObjects(connection, 'x'),
          NAMESPACE,
        );
        await old.load();
        asked = async () => {
          between.push(await kept());
          await write(KEY, { metadata: { annotations: { seen: 'yes' } } });
        };
        const { before, after } = await rotate();
        expect(after).toEqual({
          ...before,
          privateKey: between[0].nextKey,
        });
        const { metadata } = await read(KEY);
        expect(metadata).toMatchObject({ annotations: { seen: 'yes' } });
        await expect(old.save(before)).rejects.toThrow(Overtaken);
        await holder.stop();
        await run('pod-7');
        const { epoch } = hub.last ?? { epoch: NaN };
        await until(
          () => hub.last?.epoch === epoch + 1,
          'a report of the next',
        );
        expect(hub.enrolments).toHaveLength(1);
        expect(hub.rejected).toEqual([]);
        expect(await kept()).toEqual(after);
      }, 30_000);
    });

    async function write(path: string, body: object): Promise<void> {
      const { status } = await kubernetes().request(path, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body,
      });
      expect(status).toBe(200);
    }

    async function read(path: string): Promise<Record<string, unknown>> {
      const { status, body } = await kubernetes().request(path);
      expect(status).toBe(200);
      return json.map(body);
    }
  },
  { own: true },
);
