import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ControlPlane } from './ControlPlane';
import { findGo } from './goProgram';
import { launch } from './launch';
import { launchOwn } from './own';
import { certificates, impersonation } from './people';
import { controlPlaneSource, GO_MISSING } from './source';
import { readShared } from './shared';
import { TestControlPlane } from './TestControlPlane';

/**
 * A real Kubernetes control plane: the one that the whole test run shares, else one of the caller's own on free ports
 * of 127.0.0.1. The environment may name another: `KUBECONFIG` a cluster on this machine (elsewhere only with
 * `FLOTILLA_TEST_CLUSTER=yes`), `KUBEBUILDER_ASSETS` a folder with etcd and kube-apiserver. It takes five seconds, and
 * minutes where its program has to be built first.
 *
 * @param options - `own` is for tests that change more than their own namespaces: it isn't shared with other tests.
 * `lasting` names a folder that keeps the cluster for the next start: it is always our own then
 * @throws Error where there is none, with what is missing and how to get it
 * @public
 */
export async function startControlPlane({
  own = false,
  lasting,
}: { own?: boolean; lasting?: string } = {}): Promise<ControlPlane> {
  if (lasting) {
    const go = findGo(process.env);
    if (!go) throw new Error(GO_MISSING);
    return startOwn(go, lasting);
  }
  const source = controlPlaneSource(own);
  switch (source.from) {
    case 'run': {
      const shared = await readShared(source.file);
      return new TestControlPlane({
        ...shared,
        introduce: certificates(shared),
        end: async () => {},
      });
    }
    case 'kubeconfig':
      return useCluster(source.kubeconfig);
    case 'assets':
      return useAssets(source.folder);
    case 'go':
      return startOwn(source.go);
    default:
      throw new Error(source.missing);
  }
}

/** A cluster that somebody else runs. */
async function useCluster(adminKubeconfig: string): Promise<ControlPlane> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-cluster-'));
  return new TestControlPlane({
    folder,
    adminKubeconfig,
    introduce: impersonation(adminKubeconfig),
    end: () => rm(folder, { recursive: true, force: true }),
  });
}

/** What is in a folder as envtest keeps it: etcd and the API server, and whatever else of the five is there. */
async function useAssets(folder: string): Promise<ControlPlane> {
  const launched = await launch(name => {
    const path = join(folder, name);
    return existsSync(path) ? path : undefined;
  });
  const introduce = impersonation(launched.adminKubeconfig);
  return new TestControlPlane({ ...launched, introduce, end: launched.stop });
}

async function startOwn(go: string, lasting?: string): Promise<ControlPlane> {
  const launched = await launchOwn(go, lasting);
  return new TestControlPlane({
    ...launched,
    introduce: certificates(launched),
    end: launched.stop,
  });
}
