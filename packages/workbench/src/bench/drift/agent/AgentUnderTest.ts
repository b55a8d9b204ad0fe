import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Report } from '@flotilla/backstage-plugin-flotilla-common';
import { packageFolder, until } from '@flotilla/testbed';
import type { ControlPlane, TestHub } from '@flotilla/testbed';
import { parse } from 'yaml';
import { imageRecipe } from './imageRecipe';
import { Program } from './Program';

export const CLUSTER = 'bench';
const NAMESPACE = 'flotilla-system';
const ACCOUNT = 'flotilla-agent';
/** Milliseconds. */
const PATIENCE = 120_000;

const AGENT = packageFolder('@flotilla/agent');

const run = promisify(execFile);

/** The agent as its image holds and starts it, in a Pod's place: with the account of its own that the kubelet gives. */
export class AgentUnderTest {
  #latest: Report['counts'];
  /** Objects that were ever told as changed, by name. */
  readonly #changed = new Set<string>();

  private constructor(
    private readonly program: Program,
    private readonly metricsUrl: string,
  ) {}

  /** Bundles what the image holds. @param directory - where to */
  static async bundle(directory: string): Promise<void> {
    await run(process.execPath, [join(AGENT, 'scripts/bundle.mjs'), directory]);
  }

  static async start(
    kubernetes: ControlPlane,
    hub: TestHub<Report>,
    directory: string,
  ): Promise<AgentUnderTest> {
    const { hostname, port } = await giveAccount(kubernetes, directory);
    const program = new Program(
      imageRecipe(join(AGENT, 'Dockerfile')),
      join(directory, 'flotilla-agent.cjs'),
      ['--health-port', '0'],
      {
        KUBERNETES_SERVICE_HOST: hostname,
        KUBERNETES_SERVICE_PORT: port,
        FLOTILLA_SERVICE_ACCOUNT: directory,
        FLOTILLA_NAMESPACE: NAMESPACE,
        FLOTILLA_IDENTITY: 'pod-1',
        FLOTILLA_HUB_URL: hub.url,
        FLOTILLA_FLEET: 'acme',
        FLOTILLA_CLUSTER: CLUSTER,
      },
    );
    const [, address] = await program.said(/health on ([\d.]+:\d+)/);
    const agent = new AgentUnderTest(program, `http://${address}/metrics`);
    hub.onReport = report => agent.#hear(report);
    return agent;
  }

  #hear({ counts, resources = [] }: Report): void {
    this.#latest = counts ?? this.#latest;
    for (const { ref, state } of resources) {
      if (state === 'Modified') this.#changed.add(ref.name);
    }
  }

  /** Waits until it has told that so many objects are as they should be. */
  async settle(objects: number): Promise<void> {
    await until(
      () => this.#latest?.current === objects && this.#latest.drifted === 0,
      `${objects} objects in sync`,
      PATIENCE,
    );
  }

  /** Waits until it has told of an object as changed. */
  async tells(name: string): Promise<void> {
    await until(() => this.#changed.has(name), `${name} to be told`, PATIENCE);
  }

  get memory(): number {
    return this.program.memory;
  }

  /** What it has counted so far: seconds of comparing, and objects compared. */
  async counted(): Promise<{ seconds: number; objects: number }> {
    const text = await (await fetch(this.metricsUrl)).text();
    const read = (name: string) =>
      Number(
        new RegExp(`^flotilla_agent_${name} (\\S+)$`, 'm').exec(text)?.[1],
      );
    return {
      seconds: read('assessment_seconds_sum'),
      objects: read('comparisons_total'),
    };
  }

  /** The same once it has counted so many objects. */
  async countedTo(objects: number): Promise<{ seconds: number }> {
    let counted = await this.counted();
    await until(
      async () => {
        counted = await this.counted();
        return counted.objects >= objects;
      },
      `${objects} comparisons`,
      PATIENCE,
    );
    return counted;
  }

  stop(): Promise<void> {
    return this.program.stop();
  }
}

/** Puts the agent's account where it reads it. It may do everything: what rights cost isn't measured here. */
async function giveAccount(
  kubernetes: ControlPlane,
  directory: string,
): Promise<URL> {
  const subject = {
    kind: 'ServiceAccount',
    name: ACCOUNT,
    namespace: NAMESPACE,
  };
  const rbac = 'rbac.authorization.k8s.io';
  for (const [path, object] of [
    [
      `/api/v1/namespaces/${NAMESPACE}`,
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
    ],
    [
      `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${ACCOUNT}`,
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: ACCOUNT, namespace: NAMESPACE },
      },
    ],
    [
      `/apis/${rbac}/v1/clusterrolebindings/${ACCOUNT}`,
      {
        apiVersion: `${rbac}/v1`,
        kind: 'ClusterRoleBinding',
        metadata: { name: ACCOUNT },
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [subject],
      },
    ],
  ] as const) {
    await kubernetes.apply(path, object);
  }
  const config = parse(
    await kubernetes.serviceAccountKubeconfig(NAMESPACE, ACCOUNT),
  );
  const [{ cluster }] = config.clusters;
  const [{ user }] = config.users;
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'token'), user.token);
  const trust = Buffer.from(cluster['certificate-authority-data'], 'base64');
  await writeFile(join(directory, 'ca.crt'), trust);
  return new URL(cluster.server);
}
