import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Has the control plane's program sign a certificate: `<name>.crt` and `<name>.key` in a folder, and at the first
 * call the authority `ca.crt` that signs them all.
 */
export async function certify(
  program: string,
  folder: string,
  name: string,
  user: string,
  groups: readonly string[] = [],
): Promise<void> {
  await run(program, ['certify', folder, name, user, ...groups]);
}
