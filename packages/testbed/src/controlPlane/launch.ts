import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeAccountKeys } from './accountKeys';
import { certify } from './certify';
import { freePorts } from './freePorts';
import { KubeconfigClient } from './KubeconfigClient';
import { composeKubeconfig } from './kubeconfigs';
import { createNodes } from './nodes';
import * as parts from './parts';
import { Programs } from './Programs';

/** How long the API server may take until it's ready, in milliseconds. It takes about five seconds. */
const START_LIMIT = 120_000;

/** A control plane that runs. */
export interface Launched {
  /** Its keys, certificates, data and logs. */
  folder: string;
  adminKubeconfig: string;
  /** The URL of etcd. */
  etcd: string;
  stop: () => Promise<void>;
}

/**
 * Starts a control plane and waits until it's ready.
 *
 * @param locate - where the program of a name is; undefined for one that isn't there and isn't started
 * @param signer - our own program, which signs certificates; without it the API server signs its own
 * @param lasting - a folder that is there at the next start, and with it the cluster; it goes with it otherwise
 * @throws Error with the end of a program's output when it doesn't start
 */
export async function launch(
  locate: (name: string) => string | undefined,
  signer?: string,
  lasting?: string,
): Promise<Launched> {
  const folder =
    lasting ?? (await mkdtemp(join(tmpdir(), 'flotilla-control-plane-')));
  await mkdir(folder, { recursive: true });
  const programs = new Programs(folder);
  const stop = async () => {
    await programs.stop();
    if (lasting) return;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const start = (name: string, args: readonly string[]) => {
    const program = locate(name);
    if (program) programs.start(name, program, args);
  };
  try {
    const [port, etcdPort] = await freePorts(2);
    const layout = { folder, port, etcd: `http://127.0.0.1:${etcdPort}` };
    const token = await writeCredentials(folder, signer);
    start('etcd', parts.etcdArguments(layout));
    start('kube-apiserver', parts.apiServerArguments(layout, Boolean(signer)));
    const adminKubeconfig = await ready(layout, token, programs);
    await writeFile(parts.adminFile(folder), adminKubeconfig, { mode: 0o600 });
    const authority = join(folder, authorityName(folder));
    start(
      'kube-controller-manager',
      parts.controllerArguments(folder, authority),
    );
    start('kube-scheduler', parts.schedulerArguments(folder));
    start('kwok', parts.kwokArguments(folder));
    await createNodes(new KubeconfigClient(adminKubeconfig));
    programs.check();
    return { folder, adminKubeconfig, etcd: layout.etcd, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @returns the administrator's token */
async function writeCredentials(
  folder: string,
  signer: string | undefined,
): Promise<string> {
  const token = randomBytes(24).toString('hex');
  const line = `${token},admin,admin,system:masters\n`;
  await writeFile(join(folder, 'tokens.csv'), line, { mode: 0o600 });
  await writeAccountKeys(folder);
  if (signer) await certify(signer, folder, 'server', 'kube-apiserver');
  return token;
}

/** What signed the API server's certificate: our authority, or the server itself at its start. */
function authorityName(folder: string): string {
  return existsSync(join(folder, 'ca.crt')) ? 'ca.crt' : 'apiserver.crt';
}

/** @returns the administrator's kubeconfig, once it leads to a server that is ready */
async function ready(
  { folder, port }: parts.Layout,
  token: string,
  programs: Programs,
): Promise<string> {
  const server = `https://127.0.0.1:${port}`;
  const giveUp = Date.now() + START_LIMIT;
  let last: unknown = 'no answer';
  while (Date.now() < giveUp) {
    programs.check();
    try {
      const authority = await readFile(join(folder, authorityName(folder)));
      const admin = composeKubeconfig(
        {
          server,
          'certificate-authority-data': authority.toString('base64'),
        },
        { token },
      );
      const { status, body } = await new KubeconfigClient(admin).request(
        '/readyz',
      );
      if (status === 200) return admin;
      last = body;
    } catch (error) {
      last = error;
    }
    await sleep(100);
  }
  throw new Error(`the API server isn't ready after two minutes: ${last}`);
}
