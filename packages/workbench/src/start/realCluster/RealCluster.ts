import { bootstrapManifests, FleetFiles, loadFleet } from '@flotilla/model';
import { FleetMirror } from '@flotilla/repository';
import {
  ControlPlane,
  Installation,
  provideVolumes,
  startControlPlane,
  startFlux,
} from '@flotilla/testbed';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DemoGitHost } from '../gitHost';
import { REAL_CLUSTER, realClusterCommit } from './realClusterFile';

/** Seconds that the agent's token lives: longer than anybody leaves the demo alone. */
const TOKEN_LIFE = 30 * 24 * 3600;

/**
 * A real Kubernetes API as one more cluster of the fleet, with Flux's own kustomize-controller. Only its kubelets and
 * its storage are stood in for, and what hands Git over to Flux: nothing on it runs, everything else is as anywhere.
 */
export class RealCluster {
  readonly name = REAL_CLUSTER;

  private constructor(
    private readonly kubernetes: ControlPlane,
    private readonly agentKubeconfig: string,
    /** The administrator's, for kubectl. */
    readonly kubeconfigFile: string,
    private readonly stops: (() => Promise<void>)[],
  ) {}

  /**
   * Starts it, and bootstraps it as its owner would. At the first start, the fleet repository gets its file.
   *
   * @param directory - where it is kept for the next start
   * @throws Error where Go is missing, which builds it
   */
  static async start(
    directory: string,
    git: DemoGitHost,
  ): Promise<RealCluster> {
    const kubernetes = await startControlPlane({
      lasting: join(directory, 'control-plane'),
    });
    const stops = [() => kubernetes.stop()];
    try {
      stops.push(provideVolumes(kubernetes));
      const flux = await startFlux(kubernetes, git.cloneUrl);
      stops.push(() => flux.stop());
      const kubeconfig = join(directory, 'kubeconfig');
      await writeFile(kubeconfig, kubernetes.adminKubeconfig, { mode: 0o600 });
      await bootstrap(kubernetes, await enlist(git, join(directory, 'fleet')));
      return new RealCluster(
        kubernetes,
        await kubernetes.serviceAccountKubeconfig(
          'flotilla-system',
          'flotilla-agent',
          TOKEN_LIFE,
        ),
        kubeconfig,
        stops,
      );
    } catch (error) {
      for (const stop of stops.reverse()) await stop();
      throw error;
    }
  }

  /** As its agent's own account, which may read what the fleet's models use and nothing else. */
  kubeconfig(): string {
    return this.agentKubeconfig;
  }

  get url(): string {
    return this.kubernetes.url;
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.reverse()) await stop();
  }
}

/**
 * Makes it one of the fleet where it isn't yet.
 *
 * @returns the fleet's files with it among them
 */
async function enlist(
  git: DemoGitHost,
  directory: string,
): Promise<FleetFiles> {
  const url = git.cloneUrl;
  const mirror = new FleetMirror({ url, branch: 'main', directory });
  const read = async () => {
    await mirror.fetch();
    return mirror.files((await mirror.head()) ?? '');
  };
  const commit = realClusterCommit(await read());
  if (commit) await git.commit(commit);
  return read();
}

/** What `flotilla bootstrap workstation | kubectl apply --server-side` does. */
async function bootstrap(
  kubernetes: ControlPlane,
  files: FleetFiles,
): Promise<void> {
  const { fleet } = loadFleet(files);
  if (!fleet) throw new Error('the fleet repository can not be read');
  const installation = new Installation(kubernetes);
  const { parts } = bootstrapManifests(fleet, REAL_CLUSTER);
  for (const object of parts.flatMap(({ objects }) => objects)) {
    await kubernetes.apply(await installation.path(object), object, 'kubectl');
  }
}
