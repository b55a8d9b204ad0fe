import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGo } from './goProgram';
import { KubeconfigClient } from './KubeconfigClient';

/** The variable through which a test run tells its processes of the control plane that they share. */
export const SHARED = 'FLOTILLA_TEST_CONTROL_PLANE';

/** What {@link SHARED} says where the run has none, and has said so. */
export const NONE = 'none';

/** Where a test's control plane comes from. */
export type Source =
  | { from: 'run'; file: string }
  | { from: 'kubeconfig'; kubeconfig: string }
  | { from: 'assets'; folder: string }
  | { from: 'go'; go: string }
  | { from: 'nowhere'; missing: string; known: boolean };

/** Why a control plane of our own can't be had. */
export const GO_MISSING =
  'A real Kubernetes API is built by Go 1.26, which is not here: https://go.dev/dl';

const MISSING =
  'No Kubernetes API here: the suites that need a real one are left out. Install Go 1.26 (https://go.dev/dl), or set ' +
  'KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver, or KUBECONFIG to a test cluster on this machine.';

/**
 * What the environment offers, the nearest first.
 *
 * @param own - whether the control plane that a run shares won't do
 */
export function controlPlaneSource(
  own: boolean,
  env: NodeJS.ProcessEnv = process.env,
): Source {
  const file = env[SHARED];
  if (file === NONE) return { from: 'nowhere', missing: MISSING, known: true };
  if (file && !own) return { from: 'run', file };
  const kubeconfig = testCluster(env);
  if (kubeconfig) return { from: 'kubeconfig', kubeconfig };
  const assets = env.KUBEBUILDER_ASSETS;
  if (assets && existsSync(join(assets, 'kube-apiserver'))) {
    return { from: 'assets', folder: assets };
  }
  const go = findGo(env);
  return go
    ? { from: 'go', go }
    : { from: 'nowhere', missing: MISSING, known: false };
}

/**
 * The kubeconfig that the environment names, where tests may write to its cluster: on this machine, or said to be for
 * tests. Anybody's `KUBECONFIG` may lead to production.
 */
function testCluster(env: NodeJS.ProcessEnv): string | undefined {
  const path = env.KUBECONFIG;
  if (!path || !existsSync(path)) return undefined;
  const kubeconfig = readFileSync(path, 'utf8');
  const { hostname } = new URL(new KubeconfigClient(kubeconfig).url);
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (isHere || env.FLOTILLA_TEST_CLUSTER === 'yes') return kubeconfig;
  process.stderr.write(
    `KUBECONFIG names a cluster at ${hostname}: tests leave it alone unless FLOTILLA_TEST_CLUSTER=yes.\n`,
  );
  return undefined;
}
