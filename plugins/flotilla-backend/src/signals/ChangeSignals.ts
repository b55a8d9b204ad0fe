import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { SIGNAL_CHANNEL } from '@flotilla/backstage-plugin-flotilla-common';

/** What changed, by name only: browsers fetch anew under their own permissions. */
export interface Changed {
  fleet: string;
  clusters?: readonly string[];
  requests?: readonly string[];
}

interface PendingChange {
  clusters: Set<string>;
  requests: Set<string>;
}

/** Tells browsers that something changed; what changes in quick succession is told once. */
export class ChangeSignals {
  private readonly pending = new Map<string, PendingChange>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly signals: SignalsService,
    private readonly logger: LoggerService,
    private readonly quietMilliseconds = 250,
  ) {}

  changed({ fleet, clusters = [], requests = [] }: Changed): void {
    const pending = this.pending.get(fleet) ?? {
      clusters: new Set(),
      requests: new Set(),
    };
    clusters.forEach(cluster => pending.clusters.add(cluster));
    requests.forEach(request => pending.requests.add(request));
    this.pending.set(fleet, pending);
    this.timer ??= setTimeout(() => this.flush(), this.quietMilliseconds);
  }

  /** Sends what waits, and stops the clock. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const pending = [...this.pending];
    this.pending.clear();
    for (const [fleet, { clusters, requests }] of pending) {
      const message = {
        fleet,
        ...(clusters.size > 0 ? { clusters: [...clusters] } : {}),
        ...(requests.size > 0 ? { requests: [...requests] } : {}),
      };
      this.signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: SIGNAL_CHANNEL,
          message,
        })
        .catch(error =>
          this.logger.warn(`Browsers were not told of a change: ${error}`),
        );
    }
  }
}
