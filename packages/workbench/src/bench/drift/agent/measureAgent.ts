import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@flotilla/backstage-plugin-flotilla-common';
import { objectRef } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import {
  Installation,
  TestHub,
  eachOf,
  packageFolder,
  startControlPlane,
} from '@flotilla/testbed';
import type { ControlPlane } from '@flotilla/testbed';
import { build } from 'esbuild';
import { median } from '../../figures';
import { AgentUnderTest, CLUSTER } from './AgentUnderTest';
import { benchObjects, workload } from './benchObjects';
import { imageRecipe } from './imageRecipe';
import { Program } from './Program';
import { timeOfFirstScan, timeOfKubectl } from './otherScans';

/** What was measured on one control plane. Times are in seconds, memory is in MiB. */
export interface AgentMeasures {
  /** `kubectl diff --server-side` of 1,000 objects. */
  kubectlDiff: number;
  /** All of them listed and compared by who knows nothing of them yet. */
  firstScan: number;
  /** A running agent compares all of them again, by what it watches. */
  scan: number;
  /** From a change to the hub's having the report of it, beyond the persistence rule, of each change. */
  reported: number[];
  /** At 2,000 watched objects. */
  agentMemory: number;
  informerMemory: number;
}

const PART = 'components/bench';
/** Seconds. */
const PERSISTENCE = 1;
/** Seconds. */
const HEARTBEAT = 2;
const SCANNED = 1_000;
const WATCHED = 2_000;
const ROUNDS = 7;
const CHANGES = 20;
const MEMORY_SETTLES = 20_000;
const KINDS = [
  '/apis/apps/v1/deployments',
  '/api/v1/services',
  '/api/v1/configmaps',
  '/api/v1/namespaces',
];
const AUTOSCALER =
  '/apis/autoscaling/v2/namespaces/bench-0/horizontalpodautoscalers/bench';

const RECIPE = join(packageFolder('@flotilla/agent'), 'Dockerfile');
const INFORMER = join(
  packageFolder('@flotilla/workbench'),
  'src/bench/drift/agent/informer.ts',
);

/** Starts a control plane of its own, and ends it. */
export async function measureAgent(): Promise<AgentMeasures> {
  const kubernetes = await startControlPlane({ own: true });
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-bench-'));
  const hub = await TestHub.start<Report>();
  hub.persistenceSeconds = PERSISTENCE;
  hub.heartbeatSeconds = HEARTBEAT;
  try {
    return await measure(kubernetes, hub, directory);
  } finally {
    await hub.stop();
    await kubernetes.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(
  kubernetes: ControlPlane,
  hub: TestHub<Report>,
  directory: string,
): Promise<AgentMeasures> {
  const file = await kubernetes.save(kubernetes.adminKubeconfig);
  const all = benchObjects(WATCHED);
  const some = all.slice(0, SCANNED);
  await AgentUnderTest.bundle(directory);
  await apply(kubernetes, some);
  const firstScan = await timeOfFirstScan(file, some);
  const kubectlDiff = await timeOfKubectl(file, some, directory);

  hub.desire('some', { [PART]: some }, CLUSTER);
  const first = await AgentUnderTest.start(kubernetes, hub, directory);
  const scan = await first
    .settle(SCANNED)
    .then(() => timeOfScan(kubernetes, first))
    .finally(() => first.stop());

  await apply(kubernetes, all.slice(SCANNED));
  const informerMemory = await memoryOfInformer(directory, file);
  hub.desire('all', { [PART]: all }, CLUSTER);
  const second = await AgentUnderTest.start(kubernetes, hub, directory);
  try {
    await second.settle(WATCHED);
    await pause(MEMORY_SETTLES);
    const agentMemory = second.memory;
    const reported = await changes(kubernetes, second);
    const times = { kubectlDiff, firstScan, scan, reported };
    return { ...times, agentMemory, informerMemory };
  } finally {
    await second.stop();
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
  for (const stage of [spaces, rest]) {
    await eachOf(stage, async object => {
      const path = await installation.path(object);
      await kubernetes.apply(path, object, 'kustomize-controller');
    });
  }
}

/**
 * What an agent compared once it compares again when the object has changed. An autoscaler's new range may excuse
 * other replicas anywhere, so that every object is compared anew: its counter of comparisons has to tell.
 */
async function timeOfScan(
  kubernetes: ControlPlane,
  agent: AgentUnderTest,
): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const before = await agent.counted();
    await kubernetes.apply(AUTOSCALER, autoscaler(round + 2));
    const after = await agent.countedTo(before.objects + SCANNED);
    times.push(after.seconds - before.seconds);
  }
  // The first is the first sight of an autoscaler; who has just started is not steady yet.
  return median(times.slice(1));
}

function autoscaler(maxReplicas: number): object {
  const { name } = workload(0).metadata;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'bench', namespace: 'bench-0' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      maxReplicas,
    },
  };
}

/** Changes one workload after the other by hand, and waits for each to be told. */
async function changes(
  kubernetes: ControlPlane,
  agent: AgentUnderTest,
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
    await agent.tells(name);
    const took = (performance.now() - changedAt) / 1000;
    times.push(Math.max(0, took - PERSISTENCE));
  }
  return times;
}

/** Started as the agent is. */
async function memoryOfInformer(
  directory: string,
  file: string,
): Promise<number> {
  await build({
    entryPoints: [INFORMER],
    outfile: join(directory, 'informer.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    logLevel: 'warning',
  });
  const script = join(directory, 'informer.cjs');
  const program = new Program(imageRecipe(RECIPE), script, [file, ...KINDS]);
  try {
    await program.said(/watching/);
    await pause(MEMORY_SETTLES);
    return program.memory;
  } finally {
    await program.stop();
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
