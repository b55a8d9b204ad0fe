import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * MiB that a process takes at most which does nothing but render the fleet, as the system counts them:
 * one of its own, because this one has measured other things by now.
 */
export async function peakMemory(): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    require.resolve('./renderOnce.ts'),
  ]);
  return Number(stdout);
}
