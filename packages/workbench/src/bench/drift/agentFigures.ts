import { atLeast, atMost, shown } from '../figures';
import type { Figure } from '../figures';
import { measureAgent } from './agent/measureAgent';

/** The agent on a real API server, as its image starts it. */
export async function agentFigures(): Promise<Figure[]> {
  process.stderr.write('measuring the agent on a real API server\n');
  const measures = await measureAgent();
  const { kubectlDiff, firstScan, scan, reported } = measures;
  const { agentMemory, informerMemory } = measures;
  return [
    shown('kubectl diff --server-side of 1,000 objects', kubectlDiff, 's'),
    shown('the same listed and compared for the first time', firstScan, 's'),
    shown(
      'steady state: a running agent compares all 1,000 again, by what it watches',
      scan * 1000,
      'ms',
    ),
    atLeast('steady state is faster than kubectl by', kubectlDiff / scan, 20),
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
