import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ResourceReport } from '@flotilla/backstage-plugin-flotilla-common';
import { KubeObject } from '@flotilla/drift';
import { until } from '@flotilla/testbed';
import { stringify } from 'yaml';
import { AgentHub, startHub } from './__testUtils__/AgentHub';
import { AgentOptions } from './AgentOptions';
import { AgentKey } from './identity/AgentKey';
import { FileKeyStore } from './identity/FileKeyStore';
import { TestAgents } from './__testUtils__/TestAgents';
import { TestCluster } from './__testUtils__/TestCluster';
import { quiet } from './__testUtils__/quiet';
import {
  applied,
  deployment,
  edited,
  gitRepository,
  kustomization,
} from './__testUtils__/objects';

const PART = 'workspaces/shop';
const web = deployment('web', 'shop/web:1.0');

describe('an agent', () => {
  let cluster: TestCluster;
  let hub: AgentHub;
  let agents: TestAgents;

  beforeEach(async () => {
    cluster = await TestCluster.start();
    hub = await startHub();
    agents = await TestAgents.open(hub);
    hub.desire('c1', { [PART]: [web] });
    cluster.put(gitRepository('c1'));
    cluster.put(kustomization(PART, 'c1'));
    cluster.put(applied(web));
  });

  afterEach(async () => {
    await agents.close();
    await Promise.all([hub.stop(), cluster.stop()]);
  });

  const start = (more: Partial<AgentOptions> = {}) =>
    agents.start({
      kubeConfig: cluster.kubeConfig(),
      persistenceSeconds: 0.3,
      ...more,
    });

  const full = () => until(() => hub.last, 'a report');
  /** What the hub now knows of an object that isn't as it should be. */
  const told = (state: ResourceReport['state']) =>
    until(
      () =>
        hub.reports
          .flatMap(report => report.resources ?? [])
          .find(resource => resource.state === state),
      `a resource that is ${state}`,
    );

  it('enrols with its own key and reports that all is as it should be', async () => {
    const agent = await start({ enrolmentToken: 'once' });
    const report = await full();
    expect(hub.rejected).toEqual([]);
    expect(hub.enrolments).toMatchObject([
      {
        fleet: 'acme',
        cluster: 'prod',
        clusterUid: 'uid-of-kube-system',
        kubernetesVersion: 'v1.35.2',
        token: 'once',
        publicKey: { kty: 'OKP', crv: 'Ed25519' },
      },
    ]);
    expect(hub.enrolments[0].publicKey).not.toHaveProperty('d');
    expect(report).toMatchObject({
      epoch: 1,
      sequence: 1,
      type: 'Full',
      desiredRevision: 'main@sha1:c1',
      engine: {
        kind: 'Flux',
        suspended: false,
        ready: 'True',
        sourceReady: 'True',
        appliedRevision: 'main@sha1:c1',
      },
      counts: { desired: 1, current: 1, drifted: 0, unknown: 0 },
      parts: [
        {
          name: PART,
          state: 'Applied',
          applied: true,
          health: 'Current',
          drifted: 0,
        },
      ],
      resources: [],
    });
    expect(agent.state).toMatchObject({
      phase: 'Reporting',
      agentId: 'agent-1',
      fingerprint: expect.stringMatching(/^SHA256:/),
    });
  });

  it('keeps its key readable to itself alone, and is the same after a restart', async () => {
    const first = await start();
    await full();
    await first.stop();
    const path = join(agents.folder, 'identity.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const kept = await readFile(path, 'utf8');
    await start();
    await until(() => hub.last?.epoch === 2, 'a report of the second start');
    expect(await readFile(path, 'utf8')).toBe(kept);
    expect(hub.enrolments).toHaveLength(1);
  });

  it('waits for a person’s approval', async () => {
    hub.reception = 'Pending';
    const agent = await start();
    await until(() => agent.state.phase === 'Pending', 'pending');
    expect(hub.reports).toEqual([]);
    hub.reception = 'Approved';
    await full();
  });

  it('only ever reads, and only the kinds that are desired', async () => {
    await start();
    await full();
    expect(cluster.requests.filter(one => !one.startsWith('GET '))).toEqual([]);
    expect(cluster.requests.join()).not.toMatch(/configmaps|secrets|pods/);
  });

  it('reports a hand edit that lasts, with its author', async () => {
    await start();
    await full();
    cluster.put(edited(web, 'shop/web:hacked'));
    const resource = await told('Modified');
    expect(resource).toMatchObject({
      key: `prod|${PART}|apps/Deployment/shop/web`,
      severity: 'high',
      fields: [
        {
          fieldPath: '.spec.template.spec.containers[name="app"].image',
          live: { value: 'shop/web:hacked' },
          manager: { name: 'kubectl-edit' },
        },
      ],
      totalFields: 1,
    });
    expect(hub.last).toMatchObject({
      type: 'Delta',
      counts: { drifted: 1 },
      parts: [{ drifted: 1 }],
    });
    cluster.put(applied(web));
    await until(
      () => hub.last?.removed?.includes(resource.key),
      'the resource is in sync again',
    );
  });

  it('gives no number twice, so that what comes after a lost answer isn’t taken for a duplicate', async () => {
    await start();
    await full();
    hub.losesAnswer = true;
    cluster.put(edited(web, 'shop/web:hacked'));
    await until(
      () => hub.last?.type === 'Full' && hub.reports.length > 2,
      'all of it again',
    );
    const sequences = hub.reports.map(report => report.sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it('tells what the engine put back within seconds, with the author and how often', async () => {
    await start({ persistenceSeconds: 30 });
    await full();
    const editAndPutBack = async (times: number) => {
      cluster.put(edited(web, 'shop/web:hacked'));
      await new Promise(resolve => setTimeout(resolve, 30));
      cluster.put(applied(web));
      await until(
        () => hub.last?.corrected?.some(one => one.count === times),
        `corrected ${times} times`,
      );
    };
    await editAndPutBack(1);
    await editAndPutBack(2);
    expect(hub.last?.corrected).toMatchObject([
      {
        part: PART,
        severity: 'high',
        manager: { name: 'kubectl-edit' },
        fields: [{ op: 'replace' }],
      },
    ]);
    expect(hub.reports.flatMap(report => report.resources ?? [])).toEqual([]);
  });

  it('reports what is missing, and what is not applied yet as something else', async () => {
    const api = deployment('api', 'shop/api:1.0');
    hub.desire('c1', { [PART]: [web, api] });
    hub.desire('c2', { [PART]: [web, api] });
    await start();
    expect(await told('NotApplied')).toMatchObject({ ref: { name: 'api' } });
    cluster.put(gitRepository('c2'));
    cluster.put(kustomization(PART, 'c2'));
    expect(await told('Missing')).toMatchObject({ ref: { name: 'api' } });
  });

  it('begins with all that differs, so that none of it looks put right', async () => {
    cluster.delete(applied(web));
    const old = applied(deployment('old', 'shop/old:1.0'));
    const labels = {
      'kustomize.toolkit.fluxcd.io/name': 'gone',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    };
    cluster.put({ ...old, metadata: { ...old.metadata, labels } });
    await start();
    const report = await full();
    expect(report).toMatchObject({ type: 'Full', counts: { drifted: 2 } });
    expect(report.resources?.map(({ state }) => state).sort()).toEqual([
      'Missing',
      'Orphaned',
    ]);
  });

  it('begins with what differs of what a chart made', async () => {
    const chart: KubeObject = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { interval: '1m' },
    };
    const history = [{ name: 'web', namespace: 'shop', version: 1 }];
    const release = gzipSync(JSON.stringify({ manifest: stringify(web) }));
    hub.desire('c1', { [PART]: [chart] });
    cluster.put({ ...chart, status: { history } });
    cluster.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'sh.helm.release.v1.web.v1', namespace: 'shop' },
      data: {
        release: Buffer.from(release.toString('base64')).toString('base64'),
      },
    });
    cluster.put(edited(web, 'shop/web:hacked'));
    await start();
    const states = (await full()).resources?.map(({ state }) => state);
    expect(states).toContain('Modified');
  });

  it('is not in sync with an engine that is suspended or broken', async () => {
    cluster.put(kustomization(PART, 'c1', { suspend: true }));
    await start();
    expect(await full()).toMatchObject({
      engine: { suspended: true, suspendedBy: { name: 'flux' } },
      parts: [{ state: 'Applied', applied: false }],
    });
    const conditions = [
      {
        type: 'Ready',
        status: 'False',
        reason: 'BuildFailed',
        message: 'bad YAML',
      },
    ];
    cluster.put(kustomization(PART, 'c1', { status: { conditions } }));
    await until(() => hub.last?.engine?.ready === 'False', 'a broken engine');
    expect(hub.last?.engine).toMatchObject({ message: 'bad YAML' });
  });

  it('takes new content for no drift while the engine rolls it out', async () => {
    await start();
    await full();
    const next = deployment('web', 'shop/web:2.0');
    hub.desire('c2', { [PART]: [next] });
    cluster.put(gitRepository('c2'));
    await until(
      () => hub.last?.parts?.[0]?.state === 'NotApplied',
      'the new content is not applied',
    );
    const conditions = [
      { type: 'Ready', status: 'Unknown', reason: 'Progressing' },
    ];
    cluster.put(
      kustomization(PART, 'c1', {
        status: { lastAttemptedRevision: 'main@sha1:c2', conditions },
      }),
    );
    cluster.put(applied(next));
    await new Promise(resolve => setTimeout(resolve, 700));
    cluster.put(kustomization(PART, 'c2'));
    await until(
      () => hub.last?.parts?.[0]?.state === 'Applied',
      'the new content is applied',
    );
    const states = hub.reports.flatMap(report => report.resources ?? []);
    expect(states.filter(one => one.state === 'Modified')).toEqual([]);
    expect(hub.reports.flatMap(report => report.corrected ?? [])).toEqual([]);
    expect(hub.fetchedParts).toHaveLength(2);
  });

  it('knows nothing of kinds that it may not read, until it may', async () => {
    cluster.forbidden.add('deployments');
    await start();
    expect(await told('Unknown')).toMatchObject({
      health: 'Unknown',
      reason: expect.stringContaining('Forbidden'),
    });
    expect(hub.last).toMatchObject({ counts: { current: 0, unknown: 1 } });
    cluster.forbidden.delete('deployments');
    await until(() => hub.last?.counts?.current === 1, 'seen again');
  });

  it('goes on after dropped watches and an expired list', async () => {
    await start();
    await full();
    cluster.expire();
    cluster.dropWatches();
    cluster.put(edited(web, 'shop/web:hacked'));
    expect(await told('Modified')).toMatchObject({ ref: { name: 'web' } });
  });

  it('tells everything again after the hub was down or asks for it', async () => {
    await start({ heartbeatSeconds: 0.2 });
    await full();
    hub.resync = 'Full';
    await until(
      () => hub.last?.sequence === 3 && hub.last.type === 'Full',
      'full',
    );
    hub.isDown = true;
    cluster.put(edited(web, 'shop/web:hacked'));
    await new Promise(resolve => setTimeout(resolve, 500));
    hub.isDown = false;
    await told('Modified');
    expect(hub.last).toMatchObject({ type: 'Full' });
    hub.resync = 'Session';
    await until(() => hub.last?.epoch === 2, 'a new session');
  });

  it('sends tiny heartbeats while nothing happens', async () => {
    await start({ heartbeatSeconds: 0.2 });
    await until(() => hub.reports.length > 2, 'heartbeats');
    const heartbeats = hub.reports.filter(
      report => report.type === 'Heartbeat',
    );
    expect(heartbeats.length).toBeGreaterThan(0);
    expect(JSON.stringify(heartbeats[0]).length).toBeLessThan(400);
    expect(heartbeats[0].digest).toBe(hub.reports[0].digest);
  });

  it('takes no bytes that the digest doesn’t name', async () => {
    hub.tamper();
    const warnings: string[] = [];
    await start({
      logger: { ...quiet, warn: message => warnings.push(message) },
    });
    await until(
      () => warnings.some(one => one.includes('received')),
      'a warning',
    );
    expect(hub.reports).toEqual([]);
  });

  describe('takes a new key', () => {
    const kept = async () =>
      JSON.parse(await readFile(join(agents.folder, 'identity.json'), 'utf8'));

    it('when the hub asks, and keeps only that once it was used', async () => {
      const agent = await start();
      await full();
      const before = await kept();
      const { fingerprint } = agent.state;
      hub.wantsKey = true;
      cluster.put(edited(web, 'shop/web:hacked'));
      await until(() => agent.state.fingerprint !== fingerprint, 'a new key');
      await until(() => hub.keys.length === 1, 'the old key is forgotten');
      const after = await kept();
      expect(after.privateKey).not.toEqual(before.privateKey);
      expect(after).not.toHaveProperty('nextKey');
      cluster.put(applied(web));
      await until(() => hub.last?.removed, 'a report under the new key');
      expect(hub.rejected).toEqual([]);
    });

    it.each(['before the hub heard of it', 'after the hub took it'])(
      'though it ended %s',
      async moment => {
        const first = await start();
        await full();
        await first.stop();
        const { privateKey, agentId } = await kept();
        const nextKey = await AgentKey.make();
        if (moment.startsWith('after')) {
          const next = await AgentKey.of(nextKey);
          hub.keys = [next.publicKey];
        }
        const store = new FileKeyStore(agents.folder);
        await store.save({ privateKey, agentId, nextKey });
        await start();
        await until(() => hub.last?.epoch === 2, 'a report after the restart');
        expect(await kept()).toEqual({ privateKey: nextKey, agentId });
        expect(hub.enrolments).toHaveLength(1);
      },
    );
  });

  it('leaves Secrets unread without calling that unknown', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'key', namespace: 'shop' },
      data: { key: 'c2VjcmV0' },
    };
    hub.desire('c1', { [PART]: [web, secret] });
    cluster.forbidden.add('secrets');
    await start();
    expect(await told('Excluded')).toMatchObject({ ref: { kind: 'Secret' } });
    expect(JSON.stringify(hub.reports)).not.toContain('c2VjcmV0');
    expect(hub.last?.counts).toMatchObject({ unknown: 0, ignored: 1 });
  });
});
