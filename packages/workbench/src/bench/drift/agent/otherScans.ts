import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCluster } from '@flotilla/agent';
import type { KubeObject } from '@flotilla/drift';
import { kubernetesTools } from '@flotilla/testbed';
import { KubeConfig } from '@kubernetes/client-node';
import { stringify } from 'yaml';
import { CLUSTER } from './AgentUnderTest';

/**
 * Seconds in which objects are listed and compared by who knows nothing of them yet.
 *
 * @throws Error when they aren't as they should be
 */
export async function timeOfFirstScan(
  file: string,
  objects: readonly KubeObject[],
): Promise<number> {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(file);
  const parts = [{ name: 'components/bench', text: textOf(objects) }];
  return seconds(async () => {
    const found = await compareCluster({ kubeConfig, cluster: CLUSTER, parts });
    if (found.counts.drifted > 0 || found.counts.unknown > 0) {
      throw new Error(`not in sync: ${JSON.stringify(found.counts)}`);
    }
  });
}

/**
 * Seconds of `kubectl diff --server-side`.
 *
 * @throws Error when it finds anything
 */
export async function timeOfKubectl(
  file: string,
  objects: readonly KubeObject[],
  directory: string,
): Promise<number> {
  const manifest = join(directory, 'objects.yaml');
  await writeFile(manifest, textOf(objects));
  const { kubectl } = await kubernetesTools();
  const args = ['--kubeconfig', file, 'diff', '--server-side', '-f', manifest];
  const as = ['--field-manager', 'kustomize-controller'];
  return seconds(async () => {
    const child = spawn(kubectl, [...args, ...as], { stdio: 'ignore' });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`kubectl diff ended with ${code}`);
  });
}

function textOf(objects: readonly KubeObject[]): string {
  return objects.map(one => stringify(one)).join('---\n');
}

async function seconds(act: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return (performance.now() - startedAt) / 1000;
}
