import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubernetesTools } from './kubernetesTools';

/**
 * What kubectl makes of manifests.
 *
 * @public
 */
export interface ReadByKubectl {
  /** The objects in the order of file names, each with `metadata.labels`, empty where it has none. */
  objects: unknown[];
  /** The names of the files that it refuses, with its reasons. */
  refused: ReadonlyMap<string, string>;
}

/** A label that nothing has: taking it off is the way to have kubectl read without a server. */
const NO_LABEL = 'flotilla.dev/none-';

/**
 * Has the real kubectl read manifests, as it would to apply them.
 *
 * @param manifests - texts by file name, without folders, ending with `.yaml`
 * @public
 */
export async function kubectlReads(
  manifests: Readonly<Record<string, string>>,
): Promise<ReadByKubectl> {
  const { kubectl } = await kubernetesTools();
  const folder = await mkdtemp(join(tmpdir(), 'kubectl-reads-'));
  try {
    for (const [name, text] of Object.entries(manifests)) {
      await writeFile(join(folder, name), text);
    }
    const output = 'jsonpath={@}{"\\n"}';
    const args = ['label', '--local', '-f', folder, '-o', output, NO_LABEL];
    const { stdout, stderr } = await run(kubectl, args);
    return {
      objects: stdout
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line)),
      refused: new Map(
        [...stderr.matchAll(/error parsing (\S+): (.*)/g)].map(
          ([, path, reason]) => [path.slice(folder.length + 1), reason],
        ),
      ),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** It fails where it refuses a file, and prints the others all the same. */
function run(
  program: string,
  args: string[],
): Promise<{ stdout: string; stderr: string }> {
  return new Promise(resolve => {
    execFile(program, args, { maxBuffer: 2 ** 28 }, (_, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });
}
