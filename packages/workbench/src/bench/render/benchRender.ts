import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { printYaml, renderAgain, renderAll } from '@flotilla/model';
import type { FleetRender, RenderedCluster } from '@flotilla/model';
import { CHECKOUT } from '@flotilla/testbed';
import { dump } from 'js-yaml';
import { atLeast, atMost, median, shown, tableOf } from '../figures';
import type { Figure } from '../figures';
import {
  clusterName,
  manyClusters,
  PROVIDERS,
  sampleSources,
} from './manyClusters';
import { OtherTools } from './otherTools';
import { peakMemory } from './peakMemory';

/** The figures hold for this many; another number, as an argument, is for a quick look. */
const CLUSTERS = Number(process.argv[3] ?? 2000);
const ROUNDS = 3;
const EDITS = 21;
/** js-yaml is slow: every so many clusters are enough to know how slow. */
const JS_YAML_EVERY = 20;
const RESULT = join(CHECKOUT, '.bench/render.json');

interface Round {
  whole: number;
  ownPrinter: number;
  jsYaml: number;
  kustomize: number;
  helm: number;
  incremental: number;
}

/** `yarn bench render`: exits 1 where a figure misses its bound. */
export async function benchRender(): Promise<number> {
  const sample = await sampleSources();
  process.stdout.write(
    `Rendering ${CLUSTERS} clusters of the sample's models on four providers, ${ROUNDS} rounds …\n`,
  );
  await measureRound(manyClusters(sample, 200, 'warm'), 'warm');
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const name = `round${i}`;
    rounds.push(await measureRound(manyClusters(sample, CLUSTERS, name), name));
  }
  const figures = figuresOf(rounds, await peakMemory());
  process.stdout.write(`\n${tableOf(figures)}\n`);
  await mkdir(dirname(RESULT), { recursive: true });
  const result = { clusters: CLUSTERS, figures, rounds };
  await writeFile(RESULT, `${JSON.stringify(result, null, 2)}\n`);
  return figures.some(({ met }) => met === false) ? 1 : 0;
}

/** Everything beside each other, because machines are noisy: a figure is a ratio within one round. */
async function measureRound(
  files: Map<string, string>,
  round: string,
): Promise<Round> {
  global.gc?.();
  const started = performance.now();
  const render = renderAll(files);
  const whole = performance.now() - started;
  checkSound(render);
  const clusters = [...render.clusters.values()];
  // Objects are made when somebody asks for them, which is no part of printing them.
  const objects = clusters.reduce((sum, c) => sum + countObjects(c), 0);
  if (objects === 0) throw new Error('nothing was rendered');
  const ownPrinter = time(() => clusters.forEach(printAll));
  const few = clusters.filter((_, i) => i % JS_YAML_EVERY === 0);
  const jsYaml =
    time(() => few.forEach(dumpAll)) * (clusters.length / few.length);
  return {
    whole: whole / clusters.length,
    ownPrinter: ownPrinter / clusters.length,
    jsYaml: jsYaml / clusters.length,
    ...(await otherTools(render, round)),
    incremental: median(incrementalTimes(render, round)),
  };
}

/** What the other tools take for a cluster: of one on each provider, as the clusters are a quarter each. */
async function otherTools(
  { clusters }: FleetRender,
  round: string,
): Promise<Pick<Round, 'kustomize' | 'helm'>> {
  const times = { kustomize: 0, helm: 0 };
  for (let i = 0; i < PROVIDERS; i++) {
    const name = clusterName(round, i);
    const parts = clusters.get(name)?.parts ?? [];
    const tools = await OtherTools.prepare(name, parts);
    try {
      const kustomize = await medianOf(5, () => tools.kustomize());
      const helm = await medianOf(5, () => tools.helm());
      times.kustomize += kustomize / PROVIDERS;
      times.helm += helm / PROVIDERS;
    } finally {
      await tools.remove();
    }
  }
  return times;
}

function checkSound({ problems, clusters }: FleetRender): void {
  const [first] = problems;
  if (first) throw new Error(`${first.path}:${first.line} ${first.message}`);
  for (const [name, { parts }] of clusters) {
    if (parts.length === 0) throw new Error(`${name} renders nothing`);
  }
}

function time(task: () => void): number {
  const started = performance.now();
  task();
  return performance.now() - started;
}

async function medianOf(
  times: number,
  measure: () => Promise<number>,
): Promise<number> {
  const samples: number[] = [];
  for (let i = 0; i < times; i++) samples.push(await measure());
  return median(samples);
}

function countObjects({ parts }: RenderedCluster): number {
  return parts.reduce((sum, part) => sum + part.objects.length, 0);
}

function printAll({ parts }: RenderedCluster): number {
  return parts.reduce(
    (sum, { objects }) => sum + objects.map(printYaml).join('---\n').length,
    0,
  );
}

function dumpAll({ parts }: RenderedCluster): number {
  return parts.reduce(
    (sum, { objects }) =>
      sum + objects.map(object => dump(object)).join('---\n').length,
    0,
  );
}

/** One cluster file after the other gets another owner, each on top of the one before. */
function incrementalTimes(render: FleetRender, round: string): number[] {
  const times: number[] = [];
  let current = render;
  for (let i = 0; i < EDITS; i++) {
    const path = `clusters/${clusterName(round, i * 7)}/cluster.yaml`;
    const text = current.files.get(path) ?? '';
    const edited = text.replace(/group:default\/\w+/, 'group:default/others');
    const started = performance.now();
    current = renderAgain(current, new Map([[path, edited]]));
    times.push(performance.now() - started);
  }
  return times;
}

function figuresOf(rounds: readonly Round[], peak: number): Figure[] {
  const of = (figure: (round: Round) => number) => median(rounds.map(figure));
  return [
    shown(
      'render, a cluster (load, compose, render, print)',
      of(r => r.whole),
      'ms',
    ),
    shown(
      'only print its objects, our printer',
      of(r => r.ownPrinter),
      'ms',
    ),
    shown(
      'only print its objects, js-yaml dump',
      of(r => r.jsYaml),
      'ms',
    ),
    shown(
      'kubectl kustomize of its objects',
      of(r => r.kustomize),
      'ms',
    ),
    shown(
      'helm template of a comparable chart',
      of(r => r.helm),
      'ms',
    ),
    atLeast(
      'faster than kubectl kustomize',
      of(r => r.kustomize / r.whole),
      200,
    ),
    // Of printing every object anew, which rendering doesn't do with what clusters have in common.
    atMost(
      'of only printing, our printer',
      of(r => r.whole / r.ownPrinter),
      2,
      '×',
    ),
    atMost(
      'of only printing, js-yaml',
      of(r => r.whole / r.jsYaml),
      2,
      '×',
    ),
    atMost(
      'after one cluster file changed',
      of(r => r.incremental),
      50,
      'ms',
    ),
    atMost('peak memory of the process', peak, 1024, 'MiB'),
  ];
}
