import { Server, createServer } from 'node:http';
import { KubeConfig } from '@kubernetes/client-node';
import { DRY_RUN, KubeObject, dryRunPolicy, objectRef } from '@flotilla/drift';
import { KubeConnection } from '../kube/KubeConnection';
import { DryRunGuard } from './DryRunGuard';
import { DryRuns, Subject } from './DryRuns';
import { TryingApi } from './TryingApi';
import { quiet } from '../__testUtils__/quiet';

interface Said {
  status: number;
  body: object;
  retryAfter?: number;
}

const { policy, binding } = dryRunPolicy('flotilla-system');
const BUSY: Said = {
  status: 429,
  body: { message: 'a fault' },
  retryAfter: 100,
};

/** What an API server with the policy says; a test changes parts of it. */
const healthy: Record<'policy' | 'binding' | 'probe', Said> = {
  policy: { status: 200, body: policy },
  binding: { status: 200, body: binding },
  probe: { status: 403, body: { message: `policy '${DRY_RUN}' denied it` } },
};

/** Git says the same all the time. */
const declared = new Map<string, KubeObject>();

function desiredOf(name: string): KubeObject {
  const known = declared.get(name);
  if (known) return known;
  const desired: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'shop' },
    data: { mode: 'fast' },
  };
  declared.set(name, desired);
  return desired;
}

function subject(name: string, resourceVersion = '1'): Subject {
  const desired = desiredOf(name);
  const live = {
    ...desired,
    metadata: { ...desired.metadata, resourceVersion },
  };
  const expected = {
    key: name,
    cluster: 'prod',
    part: 'workspaces/shop',
    ref: objectRef(desired),
    desired,
    applied: true,
    ignore: [],
  };
  return { expected, live };
}

describe('what the API server is asked to try', () => {
  let server: Server;
  let connection: KubeConnection;
  let dryRuns: DryRuns;
  let says: typeof healthy;
  /** What it says to objects, by name; the object as it is by default. */
  let answers: Map<string, Said>;
  let tries: string[];
  let requests: number;
  /** Of the clock, in milliseconds. */
  let ahead: number;

  function saidTo(path: string): Said {
    if (path.includes('/leases/')) return says.probe;
    if (path.includes('bindings/')) return says.binding;
    if (path.includes('policies/')) return says.policy;
    const name = /configmaps\/([^?]+)/.exec(path)?.[1] ?? '';
    tries.push(name);
    return answers.get(name) ?? { status: 200, body: subject(name).live };
  }

  beforeEach(async () => {
    says = { ...healthy };
    answers = new Map();
    tries = [];
    requests = 0;
    ahead = 0;
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
    server = createServer((request, response) => {
      requests += 1;
      request.resume();
      const { status, body, retryAfter } = saidTo(request.url ?? '');
      if (retryAfter) response.setHeader('retry-after', retryAfter);
      response.writeHead(status).end(JSON.stringify(body));
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'it', server: `http://127.0.0.1:${port}`, skipTLSVerify: true },
      { name: 'agent' },
    );
    connection = new KubeConnection({ kubeConfig });
    const api = new TryingApi(connection);
    dryRuns = new DryRuns({
      api,
      guard: new DryRunGuard(api, 'flotilla-system'),
      pathOf: async ({ name }) => `/api/v1/namespaces/shop/configmaps/${name}`,
      managerOf: () => 'kustomize-controller',
      logger: quiet,
      onChange() {},
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await dryRuns.stop();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  /** Moves the clock, and lets the agent ask what it would then. */
  async function ask(subjects: readonly Subject[], milliseconds = 0) {
    ahead += milliseconds;
    await dryRuns.refresh(subjects);
  }

  it('is asked once, while it stays the same', async () => {
    await ask([subject('a')]);
    await ask([subject('a')], 61_000);
    expect(dryRuns.answer(subject('a'))).toEqual(subject('a').live);
    expect(dryRuns.degraded(subject('a'))).toBeUndefined();
    expect(tries).toEqual(['a']);
  });

  it.each([
    ['the policy’s reading', 'policy' as const],
    ['the probe', 'probe' as const],
  ])('keeps its answers when %s fails for a moment', async (_, what) => {
    await ask([subject('a')]);
    says[what] = BUSY;
    await ask([subject('a')], 61_000);
    expect(dryRuns.problem).toBeUndefined();
    expect(dryRuns.answer(subject('a'))).toBeDefined();
    says = { ...healthy };
    await ask([subject('a')], 101_000);
    expect(tries).toEqual(['a']);
  });

  it('forgets its answers when the policy is gone', async () => {
    await ask([subject('a')]);
    says.policy = { status: 404, body: {} };
    await ask([subject('a')], 61_000);
    expect(dryRuns.problem).toMatch(/isn't there/);
    expect(dryRuns.answer(subject('a'))).toBeUndefined();
  });

  it('ends with the first that the server has no time for, and waits as long as that asks', async () => {
    const all = Array.from({ length: 50 }, (_, i) => subject(`c${i}`));
    for (const { expected } of all) answers.set(expected.key, BUSY);
    await ask(all);
    expect(tries.length).toBeLessThanOrEqual(4);
    expect(dryRuns.degraded(all[0])).toMatch(/answered with HTTP 429$/);
    expect(dryRuns.degraded(all[49])).toMatch(/answered with HTTP 429$/);
    answers.clear();
    const before = requests;
    await ask(all, 90_000);
    expect(requests).toBe(before);
    await ask(all, 20_000);
    expect(all.map(one => dryRuns.degraded(one))).toEqual(
      all.map(() => undefined),
    );
  });

  it('tells which fields are refused, and none of what they hold', async () => {
    const causes = [
      { reason: 'FieldValueInvalid', message: 'hunter2', field: 'data.mode' },
    ];
    answers.set('a', {
      status: 422,
      body: {
        message: 'data.mode: Invalid value: "hunter2"',
        reason: 'Invalid',
        details: { causes },
      },
    });
    await ask([subject('a')]);
    expect(dryRuns.degraded(subject('a'))).toBe(
      'compared by declared fields, not by a dry-run: the API server refused it (HTTP 422 Invalid: data.mode)',
    );
  });

  it('lets a webhook that fails hold up only its own objects', async () => {
    const message = 'failed calling webhook "x": hunter2';
    answers.set('a', {
      status: 500,
      body: { message, reason: 'InternalError' },
    });
    await ask([subject('a'), subject('b'), subject('c')]);
    expect(dryRuns.degraded(subject('a'))).toMatch(
      /refused it \(HTTP 500 InternalError\)$/,
    );
    expect(dryRuns.answer(subject('c'))).toBeDefined();
  });

  it('counts as untried what changed meanwhile, and lets it alone for a while', async () => {
    const young = subject('a', '0');
    await ask([young]);
    expect(dryRuns.degraded(young)).toMatch(/the object changed meanwhile$/);
    // Another version of the same generation is still the same to ask about.
    await ask([young], 1000);
    expect(tries).toEqual(['a']);
    await ask([young], 5000);
    expect(tries).toEqual(['a', 'a']);
  });

  it('counts as untried what was not asked about yet', async () => {
    await ask([subject('a')]);
    expect(dryRuns.degraded(subject('b'))).toMatch(/not been asked yet$/);
  });
});
