import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeObject } from '@flotilla/drift';
import { ControlPlane, kubernetesTools } from '@flotilla/testbed';
import { stringify } from 'yaml';

/** Lets Helm itself install a chart of some objects, and store what it made. */
export async function installChart(
  kubernetes: ControlPlane,
  { name, namespace }: { name: string; namespace: string },
  objects: readonly KubeObject[],
): Promise<void> {
  const { helm } = await kubernetesTools();
  const kubeconfig = await kubernetes.save(kubernetes.adminKubeconfig);
  const chart = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    writeFileSync(
      join(chart, 'Chart.yaml'),
      stringify({ apiVersion: 'v2', name, version: '1.0.0' }),
    );
    mkdirSync(join(chart, 'templates'));
    const made = objects.map(one => stringify(one)).join('---\n');
    writeFileSync(join(chart, 'templates', 'objects.yaml'), made);
    const to = ['--namespace', namespace, '--kubeconfig', kubeconfig];
    execFileSync(helm, ['install', name, chart, ...to], { stdio: 'pipe' });
  } finally {
    rmSync(chart, { recursive: true });
  }
}
