import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { kubernetesTools } from './kubernetesTools';

/**
 * What the real kustomize prints for manifests that are the resources of one kustomization.
 *
 * @param manifests - texts by file name, without folders, ending with `.yaml`
 * @throws Error when kustomize refuses them, with its reasons
 * @public
 */
export async function kustomizeBuild(
  manifests: Readonly<Record<string, string>>,
): Promise<string> {
  const { kustomize } = await kubernetesTools();
  const folder = await mkdtemp(join(tmpdir(), 'kustomize-build-'));
  try {
    for (const [name, text] of Object.entries(manifests)) {
      await writeFile(join(folder, name), text);
    }
    const resources = Object.keys(manifests).sort();
    await writeFile(
      join(folder, 'kustomization.yaml'),
      JSON.stringify({ resources }),
    );
    const options = { maxBuffer: 2 ** 28 };
    const run = promisify(execFile);
    const { stdout } = await run(kustomize, ['build', folder], options);
    return stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
