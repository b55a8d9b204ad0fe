import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textAt } from './fields';
import { buildFlux, buildOwn, launchOwn } from './own';
import { controlPlaneSource, NONE, SHARED } from './source';

/** The control plane that a test run shares, as its processes are told of it. */
export interface Shared {
  folder: string;
  adminKubeconfig: string;
  etcd: string;
  /** The program that signs certificates. */
  signer: string;
}

/**
 * Runs something with one control plane for all test files that it starts.
 *
 * @param use - gets the variables that tell of it, and in one line what is missing where there is none: whoever runs
 * the tests says so then, once, and the suites leave it at that
 * @public
 */
export async function withSharedControlPlane<T>(
  use: (env: Record<string, string>, missing?: string) => Promise<T>,
): Promise<T> {
  const source = controlPlaneSource(false);
  if (source.from === 'nowhere') return use({ [SHARED]: NONE }, source.missing);
  if (source.from !== 'go') return use({});
  const { stop, ...shared } = await launchOwn(source.go);
  try {
    const file = join(shared.folder, 'shared.json');
    await writeFile(file, JSON.stringify(shared), { mode: 0o600 });
    return await use({ [SHARED]: file });
  } finally {
    await stop();
  }
}

export async function readShared(file: string): Promise<Shared> {
  const read: unknown = JSON.parse(await readFile(file, 'utf8'));
  const text = (name: keyof Shared) => {
    const found = textAt(read, name);
    if (found === undefined) throw new Error(`${file} has no ${name}`);
    return found;
  };
  return {
    folder: text('folder'),
    adminKubeconfig: text('adminKubeconfig'),
    etcd: text('etcd'),
    signer: text('signer'),
  };
}

/**
 * Builds the programs of the control plane, and Flux's, where they aren't in the user's cache folder yet: minutes of every core, once.
 *
 * @returns in one line what is missing, where it can't be built
 * @throws Error with the end of the compiler's output
 * @public
 */
export async function buildControlPlane(): Promise<string | undefined> {
  const source = controlPlaneSource(false);
  if (source.from === 'go') {
    await buildOwn(source.go);
    await buildFlux(source.go);
  }
  return source.from === 'nowhere' ? source.missing : undefined;
}
