import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Requests } from './requests';

const QUIET_MILLISECONDS = 1000;

/** Looks at open requests soon after something happened that may move one; never twice at once. */
export class RequestTracking {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly requests: Pick<Requests, 'track' | 'store'>,
    private readonly logger: LoggerService,
  ) {}

  /** Looks now, after what is under way. */
  track(): Promise<void> {
    this.running = this.running
      .then(() => this.requests.track())
      .catch(error => {
        this.logger.warn(`Open requests could not be followed: ${error}`);
      });
    return this.running;
  }

  soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.track();
    }, QUIET_MILLISECONDS);
  }

  /** Clusters came further: their open requests may have too. */
  async clustersChanged(
    changed: readonly { fleet: string; cluster: string }[],
  ): Promise<void> {
    try {
      for (const fleet of new Set(changed.map(one => one.fleet))) {
        const open = await this.requests.store.openByCluster(fleet);
        if (changed.some(one => one.fleet === fleet && open.has(one.cluster))) {
          this.soon();
        }
      }
    } catch (error) {
      this.logger.warn(`Open requests could not be followed: ${error}`);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
