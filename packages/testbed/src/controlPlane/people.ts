import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certify } from './certify';
import { impersonating, withUser } from './kubeconfigs';

/** Makes a person's kubeconfig. */
export type Introduce = (
  user: string,
  groups: readonly string[],
) => Promise<string>;

/** People of our own control plane prove who they are by a certificate. */
export function certificates({
  folder,
  adminKubeconfig,
  signer,
}: {
  folder: string;
  adminKubeconfig: string;
  signer: string;
}): Introduce {
  return async (user, groups) => {
    const name = `person-${randomBytes(6).toString('hex')}`;
    await certify(signer, folder, name, user, groups);
    const read = (kind: string) =>
      readFile(join(folder, `${name}.${kind}`), 'base64');
    return withUser(adminKubeconfig, {
      'client-certificate-data': await read('crt'),
      'client-key-data': await read('key'),
    });
  };
}

/** Another cluster has its own ways to sign people in: there the administrator acts as them. */
export function impersonation(adminKubeconfig: string): Introduce {
  return async (user, groups) => impersonating(adminKubeconfig, user, groups);
}
