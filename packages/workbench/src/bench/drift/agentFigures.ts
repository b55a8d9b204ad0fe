import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { atLeast, atMost, shown } from '../figures';
import type { Figure } from '../figures';

const run = promisify(execFile);

// The workbench is only ever run in a checkout.
// eslint-disable-next-line no-restricted-syntax
const ROOT = resolve(__dirname, '../../../../..');
const MEASURE = 'packages/agent/src/__testUtils__/bench/main.ts';

/** As the agent's own bench prints it. */
interface AgentMeasures {
  kubectlDiff: number;
  firstScan: number;
  scan: number;
  reported: number[];
  agentMemory: number;
  informerMemory: number;
}

/** The agent on a real API server, in a process of its own: memory is measured too. */
export async function agentFigures(): Promise<Figure[]> {
  process.stderr.write('measuring the agent on a real API server\n');
  const transform = '@backstage/cli/config/nodeTransform.cjs';
  const { stdout } = await run(process.execPath, ['-r', transform, MEASURE], {
    cwd: ROOT,
    maxBuffer: 10 * 1024 * 1024,
  });
  const measures: AgentMeasures = JSON.parse(stdout);
  const { kubectlDiff, firstScan, scan, reported } = measures;
  const { agentMemory, informerMemory } = measures;
  return [
    shown('kubectl diff --server-side of 1,000 objects', kubectlDiff, 's'),
    shown('the same, listed and compared for the first time', firstScan, 's'),
    shown('a running agent’s scan of 2,000 objects', scan * 1000, 'ms'),
    atLeast('the running agent is faster by', kubectlDiff / scan, 20),
    atMost(
      'a change on the server to its report, beyond persistence, p95',
      percentile(reported, 0.95),
      3,
      's',
    ),
    atMost('the agent’s memory at 2,000 objects', agentMemory, 128, 'MiB'),
    shown('a bare informer’s of the same kinds', informerMemory, 'MiB'),
  ];
}

function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
