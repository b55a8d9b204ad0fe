import {
  AgentCensus,
  AgentLeadership,
  AgentOptions,
  AgentState,
} from './AgentOptions';
import { Tenure } from './Tenure';
import { AgentKey } from './identity/AgentKey';
import { Backoff } from './timing/Backoff';
import { pause } from './timing/Waker';

const RETRY = { first: 1_000, most: 60_000 };

/**
 * Reports one cluster to the hub: enrols with a key of its own, takes the
 * desired state, watches, compares and tells. It only ever reads the cluster.
 * Many may run in one process.
 *
 * @public
 */
export class Agent {
  #state: AgentState = { phase: 'Stopped' };
  #stopping: AbortController | undefined;
  #running: Promise<void> | undefined;
  #current: Tenure | undefined;

  constructor(private readonly options: AgentOptions) {}

  get state(): AgentState {
    return this.#state;
  }

  /**
   * Begins; what follows goes on by itself, through every failure, until {@link Agent.stop}.
   *
   * @throws Error when the key can't be read or kept
   */
  async start(): Promise<void> {
    if (this.#running) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    const { leadership } = this.options;
    if (leadership) {
      this.#running = this.#lead(leadership, stopping.signal);
      return;
    }
    const tenure = await this.#tenure();
    this.#running = this.#serve(tenure, stopping.signal);
  }

  /** Ends all requests and watches; resolves when nothing of this agent runs any more. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
    this.#running = undefined;
    this.#state = { ...this.#state, phase: 'Stopped' };
  }

  /** What is watched now; undefined while another agent speaks for the cluster. */
  get census(): AgentCensus | undefined {
    return this.#current?.census;
  }

  async #lead(leadership: AgentLeadership, signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(RETRY);
    const standBy = () => {
      this.#state = { ...this.#state, phase: 'Standby' };
    };
    standBy();
    while (!signal.aborted) {
      await leadership.acquire(signal);
      if (signal.aborted) break;
      const over = new AbortController();
      const held = leadership
        .hold(AbortSignal.any([signal, over.signal]))
        .finally(() => over.abort());
      try {
        const tenure = await this.#tenure();
        await this.#serve(tenure, AbortSignal.any([signal, over.signal]));
      } catch (error) {
        this.options.logger.error(`the key can't be used: ${String(error)}`);
        await pause(backoff.next(), signal);
      }
      standBy();
      over.abort();
      await held;
      await leadership.release();
    }
  }

  async #tenure(): Promise<Tenure> {
    const { key, stored } = await AgentKey.from(this.options.keyStore);
    const { agentId } = stored;
    const { fingerprint } = key;
    this.#state = { ...this.#state, phase: 'Connecting', fingerprint, agentId };
    return new Tenure(this.options, key, stored, change => {
      this.#state = { ...this.#state, ...change };
    });
  }

  async #serve(tenure: Tenure, signal: AbortSignal): Promise<void> {
    this.#current = tenure;
    try {
      await tenure.run(signal);
    } finally {
      this.#current = undefined;
    }
  }
}
