import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { KubeObject, objectRef } from '@flotilla/drift';
import {
  ControlPlane,
  Installation,
  eachOf,
  kubernetesTools,
  startControlPlane,
} from '@flotilla/testbed';
import { build } from 'esbuild';
import { stringify } from 'yaml';
import { compareCluster } from '../../compareCluster';
import { TestHub } from '../../__testUtils__/TestHub';
import { until } from '../../__testUtils__/until';
import { benchObjects, workload } from './objects';

/** What was measured on one control plane. */
export interface AgentMeasures {
  /** Seconds of `kubectl diff --server-side` of 1,000 objects. */
  kubectlDiff: number;
  /** Seconds in which all of them are listed and compared by who knows nothing of them yet. */
  firstScan: number;
  /** Seconds in which a running agent goes through all 2,000. */
  scan: number;
  /** Seconds from a change to the hub's having the report of it, beyond the persistence rule, by number. */
  reported: number[];
  /** MiB at 2,000 watched objects. */
  agentMemory: number;
  informerMemory: number;
}

const CLUSTER = 'bench';
const PART = 'components/bench';
const PERSISTENCE = 1;
const CHANGES = 20;
const MEMORY_SETTLES = 20_000;
const WATCHED = [
  '/apis/apps/v1/deployments',
  '/api/v1/services',
  '/api/v1/configmaps',
  '/api/v1/namespaces',
];
const FLAGS = ['--max-old-space-size=192', '--max-semi-space-size=2'];

/** Starts a control plane of its own, and ends it. */
export async function measureAgent(): Promise<AgentMeasures> {
  const kubernetes = await startControlPlane({ own: true });
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
  try {
    return await measure(kubernetes, directory);
  } finally {
    await kubernetes.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(
  kubernetes: ControlPlane,
  directory: string,
): Promise<AgentMeasures> {
  const file = await kubernetes.save(kubernetes.adminKubeconfig);
  const all = benchObjects(2_000);
  await apply(kubernetes, all.slice(0, 1_000));
  const compared = await compareSpeeds(file, directory, all.slice(0, 1_000));
  await apply(kubernetes, all.slice(1_000));
  await bundle(directory);
  const informerMemory = await memoryOfInformer(directory, file);
  const hub = await TestHub.start();
  hub.persistenceSeconds = PERSISTENCE;
  hub.desire('c1', { [PART]: all }, CLUSTER);
  const port = await freePort();
  const agent = startAgent(directory, file, hub, port);
  try {
    await until(
      () => hub.last?.counts?.current === all.length,
      'in sync',
      120_000,
    );
    await pause(MEMORY_SETTLES);
    const agentMemory = memoryOf(agent);
    const reported = await changes(kubernetes, hub);
    const scan = await assessment(port);
    return { ...compared, scan, reported, agentMemory, informerMemory };
  } finally {
    agent.kill();
    await hub.stop();
  }
}

async function apply(
  kubernetes: ControlPlane,
  objects: readonly KubeObject[],
): Promise<void> {
  const installation = new Installation(kubernetes);
  const given = objects.map(({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata },
  }));
  const spaces = given.filter(({ kind }) => kind === 'Namespace');
  const rest = given.filter(({ kind }) => kind !== 'Namespace');
  for (const some of [spaces, rest]) {
    await eachOf(some, async object => {
      await kubernetes.apply(
        await installation.path(object),
        object,
        'kustomize-controller',
      );
    });
  }
}

async function compareSpeeds(
  file: string,
  directory: string,
  objects: readonly KubeObject[],
): Promise<Pick<AgentMeasures, 'kubectlDiff' | 'firstScan'>> {
  const text = objects.map(one => stringify(one)).join('---\n');
  const manifest = join(directory, 'objects.yaml');
  await writeFile(manifest, text);
  const { kubectl } = await kubernetesTools();
  const firstScan = await seconds(async () => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(file);
    const parts = [{ name: PART, text }];
    const found = await compareCluster({ kubeConfig, cluster: CLUSTER, parts });
    if (found.counts.drifted > 0 || found.counts.unknown > 0) {
      throw new Error(`not in sync: ${JSON.stringify(found.counts)}`);
    }
  });
  const kubectlDiff = await seconds(async () => {
    const args = [
      '--kubeconfig',
      file,
      'diff',
      '--server-side',
      '-f',
      manifest,
    ];
    const child = spawn(
      kubectl,
      [...args, '--field-manager', 'kustomize-controller'],
      { stdio: 'ignore' },
    );
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`kubectl diff ended with ${code}`);
  });
  return { kubectlDiff, firstScan };
}

/** Scales one workload after the other by hand, and waits for each to be told. */
async function changes(
  kubernetes: ControlPlane,
  hub: TestHub,
): Promise<number[]> {
  const times: number[] = [];
  for (let number = 0; number < CHANGES; number++) {
    const { namespace, name } = objectRef(workload(number * 3));
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}?fieldManager=kubectl-edit`;
    const changedAt = performance.now();
    await kubernetes.request(path, {
      method: 'PATCH',
      contentType: 'application/merge-patch+json',
      body: { spec: { paused: true, replicas: 1 } },
    });
    await until(
      () =>
        hub.reports.some(({ resources = [] }) =>
          resources.some(
            ({ ref, state }) => ref.name === name && state === 'Modified',
          ),
        ),
      `${name} to be reported`,
      60_000,
    );
    const took = (performance.now() - changedAt) / 1000;
    times.push(Math.max(0, took - PERSISTENCE));
  }
  return times;
}

/** The mean of all its assessments, as the agent itself counts them. */
async function assessment(port: number): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const text = await answer.text();
  const read = (what: string) =>
    Number(
      new RegExp(
        `^flotilla_agent_assessment_seconds_${what} (\\S+)$`,
        'm',
      ).exec(text)?.[1],
    );
  return read('sum') / read('count');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

async function bundle(outdir: string): Promise<void> {
  // The bench is only ever run in a checkout.
  // eslint-disable-next-line no-restricted-syntax
  const sources = join(__dirname, '../..');
  await build({
    entryPoints: {
      agent: join(sources, 'image/agent.ts'),
      informer: join(sources, '__testUtils__/bench/informer.ts'),
    },
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    logLevel: 'warning',
  });
}

function startAgent(
  directory: string,
  file: string,
  hub: TestHub,
  port: number,
): ChildProcess {
  const args = [
    ...['--health-port', String(port)],
    '--kubeconfig',
    file,
    '--key-directory',
    join(directory, 'key'),
  ];
  return spawn(
    process.execPath,
    [...FLAGS, join(directory, 'agent.cjs'), ...args],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        FLOTILLA_HUB_URL: hub.url,
        FLOTILLA_FLEET: 'bench',
        FLOTILLA_CLUSTER: CLUSTER,
      },
    },
  );
}

async function memoryOfInformer(
  directory: string,
  file: string,
): Promise<number> {
  const script = join(directory, 'informer.cjs');
  const child = spawn(process.execPath, [...FLAGS, script, file, ...WATCHED]);
  try {
    await once(child.stdout, 'data');
    await pause(MEMORY_SETTLES);
    return memoryOf(child);
  } finally {
    child.kill();
  }
}

/** Resident memory as the kernel counts it, in MiB. */
function memoryOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

async function seconds(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return (performance.now() - startedAt) / 1000;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
