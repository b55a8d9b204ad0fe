import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ForgeHost } from '../ForgeHost';
import { ForgeEvent } from './Events';
import { payloadOf } from './payloads';

/**
 * An address that is told of events, as GitHub's repository webhooks are.
 *
 * @public
 */
export interface Webhook {
  url: string;
  /** Signs each delivery: `X-Hub-Signature-256`. */
  secret: string;
  /** Any of `push`, `pull_request`, `pull_request_review`, `status`; `*` is all. */
  events: string[];
}

/** Milliseconds before the second, third and fourth try. */
const PAUSES = [250, 1_000, 4_000];
const LONGEST_ANSWER = 10_000;
const MOST_WAITING = 1_000;

interface Delivery {
  id: string;
  event: string;
  body: string;
}

/** Deliveries to one address: one after the other, in the order of events. */
class DeliveryQueue {
  private waiting = 0;
  private last: Promise<void> = Promise.resolve();

  constructor(
    readonly webhook: Webhook,
    private readonly stopped: AbortSignal,
    private readonly report: (error: unknown) => void,
  ) {}

  add(event: string, body: Promise<string>) {
    if (this.waiting >= MOST_WAITING) {
      this.report(new Error(`${this.webhook.url} is too far behind.`));
      return;
    }
    this.waiting += 1;
    this.last = this.last
      .then(async () =>
        this.deliver({ id: randomUUID(), event, body: await body }),
      )
      .catch(error => {
        if (!this.stopped.aborted) this.report(error);
      })
      .finally(() => {
        this.waiting -= 1;
      });
  }

  settled(): Promise<void> {
    return this.last;
  }

  private async deliver(delivery: Delivery) {
    for (const pause of [...PAUSES, undefined]) {
      if (this.stopped.aborted) return;
      const problem = await this.attempt(delivery);
      if (problem === undefined) return;
      if (pause === undefined) {
        throw new Error(`${this.webhook.url} was not reached: ${problem}`);
      }
      await wait(pause, undefined, { signal: this.stopped, ref: false });
    }
  }

  /** Undefined when it was taken, else why not. */
  private async attempt(delivery: Delivery): Promise<string | undefined> {
    const { url, secret } = this.webhook;
    const signature = createHmac('sha256', secret)
      .update(delivery.body)
      .digest('hex');
    try {
      const response = await fetch(url, {
        method: 'POST',
        body: delivery.body,
        headers: {
          'Content-Type': 'application/json',
          'User-Agent': 'GitHub-Hookshot/local',
          'X-GitHub-Event': delivery.event,
          'X-GitHub-Delivery': delivery.id,
          'X-Hub-Signature-256': `sha256=${signature}`,
        },
        signal: AbortSignal.any([
          this.stopped,
          AbortSignal.timeout(LONGEST_ANSWER),
        ]),
      });
      await response.body?.cancel();
      return response.ok ? undefined : `it answered ${response.status}`;
    } catch (error) {
      return String(error);
    }
  }
}

/** Tells webhooks of events, behind the caller's back and with a few retries. */
export class Webhooks {
  private readonly queues: DeliveryQueue[] = [];
  private readonly stopping = new AbortController();

  constructor(
    private readonly host: ForgeHost,
    private readonly report: (error: unknown) => void,
  ) {
    host.events.listen(event => this.announce(event));
  }

  add(webhook: Webhook) {
    this.queues.push(
      new DeliveryQueue(webhook, this.stopping.signal, this.report),
    );
  }

  async stop() {
    this.stopping.abort();
    await Promise.all(this.queues.map(queue => queue.settled()));
  }

  private announce(event: ForgeEvent) {
    const interested = this.queues.filter(
      ({ webhook: { events } }) =>
        events.includes(event.name) || events.includes('*'),
    );
    if (interested.length === 0) return;
    const body = payloadOf(this.host, event).then(payload =>
      JSON.stringify(payload),
    );
    for (const queue of interested) queue.add(event.name, body);
  }
}
