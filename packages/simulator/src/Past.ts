import { isReady } from './engine/conditions';
import { SimulatedCluster } from './SimulatedCluster';

/** Rounds of the engine in which a made-up past must have come to rest. */
const SETTLING_ROUNDS = 30;

/** Clusters whose history is being made up: they look as if they had been running for a while. */
export class Past {
  readonly clusters: SimulatedCluster[] = [];

  constructor(private readonly ageHours: number) {}

  enter(cluster: SimulatedCluster): void {
    cluster.clock.rewind(this.ageHours);
    cluster.agenda.instant = true;
    this.clusters.push(cluster);
  }

  /** Runs engines and controllers, without any delay, until nothing moves any more. */
  async settle(): Promise<void> {
    for (let round = 0; round < SETTLING_ROUNDS; round += 1) {
      for (const cluster of this.clusters) {
        cluster.engine.onSourceChange();
        cluster.engine.tick();
      }
      for (const cluster of this.clusters) await cluster.agenda.idle();
      const settled = this.clusters.every(cluster =>
        cluster.engine.kustomizations().every(isReady),
      );
      if (settled && round > 1) break;
    }
    for (const cluster of this.clusters) {
      cluster.agenda.instant = false;
      cluster.clock.resume();
    }
  }
}
