import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlane } from '../controlPlane/ControlPlane';
import { freePorts } from '../controlPlane/freePorts';
import { findGo } from '../controlPlane/goProgram';
import { GO_MISSING } from '../controlPlane/source';
import { buildFlux } from '../controlPlane/own';
import { Programs } from '../controlPlane/Programs';
import { until } from '../until';
import { ArtifactStore } from './ArtifactStore';
import { defineKinds } from '../installed/defineKinds';
import { fluxDefinitions } from './fluxDefinitions';
import { SourceController } from './SourceController';

/**
 * Flux at work on a real Kubernetes API.
 *
 * @public
 */
export interface Flux {
  /** Looks at Git at once, as a webhook would make it do. */
  fetch(): Promise<void>;
  stop(): Promise<void>;
}

/** Ends the controller with this process, even where this one is killed: its end of the pipe closes then. */
const UNTIL_INPUT_ENDS =
  'exec 3<&0; "$0" "$@" & pid=$!; { cat <&3 >/dev/null; kill $pid; } & wait $pid';

/**
 * Starts Flux on a control plane: its own kustomize-controller, and a stand-in for its source-controller that serves
 * one Git repository as whatever GitRepository asks for it. Flux's kinds are defined where they aren't yet.
 *
 * @param kubernetes - whose objects Flux reconciles
 * @param repository - where git fetches the repository: a URL or a folder
 * @throws Error where Go is missing, or with the end of the controller's output where it doesn't start
 * @public
 */
export async function startFlux(
  kubernetes: ControlPlane,
  repository: string,
): Promise<Flux> {
  const go = findGo(process.env);
  if (!go) throw new Error(GO_MISSING);
  const program = await buildFlux(go);
  // As Flux's own command line installs them.
  await defineKinds(kubernetes, fluxDefinitions(), 'flux');
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-flux-'));
  const programs = new Programs(folder);
  const store = await ArtifactStore.open(folder, repository);
  const sources = new SourceController(kubernetes, store);
  const stop = async () => {
    await sources.stop();
    await programs.stop();
    await store.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const [health] = await freePorts(1);
    const kubeconfig = await kubernetes.save(kubernetes.adminKubeconfig);
    programs.start('kustomize-controller', 'env', [
      `KUBECONFIG=${kubeconfig}`,
      'RUNTIME_NAMESPACE=flux-system',
      ...['sh', '-c', UNTIL_INPUT_ENDS, program],
      '--metrics-addr=127.0.0.1:0',
      `--health-addr=127.0.0.1:${health}`,
      '--requeue-dependency=2s',
    ]);
    await until(async () => {
      programs.check();
      return isReady(`http://127.0.0.1:${health}/readyz`);
    }, 'kustomize-controller to be ready');
    sources.start();
    return { fetch: () => sources.reconcile(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
