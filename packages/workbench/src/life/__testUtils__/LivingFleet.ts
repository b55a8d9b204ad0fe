import { readFolder } from '@flotilla/repository';
import { SimulatedCluster, SimulatedFleet } from '@flotilla/simulator';
import { SAMPLE_FLEET } from '@flotilla/testbed';
import { RenderedRepository } from './RenderedRepository';

/** Some clusters of the sample fleet, rendered into a real repository that simulated clusters follow. */
export class LivingFleet {
  private constructor(
    /** What people wrote at first. */
    readonly files: ReadonlyMap<string, string>,
    readonly repository: RenderedRepository,
    readonly simulated: SimulatedFleet,
    /** The cluster that manages the others. */
    readonly mgmt: SimulatedCluster,
  ) {}

  /**
   * @param clusters - besides their manager
   * @param without - workspaces that name other clusters, and would be complained about
   */
  static async start(
    clusters: readonly string[],
    without: readonly string[],
  ): Promise<LivingFleet> {
    const sample = await readFolder(SAMPLE_FLEET);
    const kept = ['mgmt-eu', ...clusters].map(name => `clusters/${name}/`);
    const left = [
      ...['rendered/', 'clusters/'],
      ...without.map(name => `workspaces/${name}`),
    ];
    const isThere = (path: string) =>
      kept.some(start => path.startsWith(start)) ||
      !left.some(start => path.startsWith(start));
    const files = new Map([...sample].filter(([path]) => isThere(path)));
    const repository = new RenderedRepository(files);
    const simulated = await SimulatedFleet.start({
      gitUrl: repository.folder,
      engineInterval: 0.2,
      speed: 100,
    });
    const mgmt = await simulated.createCluster({
      name: 'mgmt-eu',
      kubernetesVersion: '1.35.4',
      bootstrapped: true,
    });
    return new LivingFleet(files, repository, simulated, mgmt);
  }

  /** Changes one file or removes it, and lets all clusters see it. */
  async merge(path: string, text: string | null): Promise<void> {
    this.repository.merge(path, text);
    await this.simulated.fetch();
  }

  async stop(): Promise<void> {
    await this.simulated.stop();
    this.repository.remove();
  }
}
