import { createHash, createHmac } from 'node:crypto';
import type { AgentCensus, AgentOptions, AgentState } from './AgentOptions';
import { ClusterWatch } from './ClusterWatch';
import { Corrected } from './assess/Corrected';
import { DesiredState } from './desired/DesiredState';
import { HubClient } from './hub/HubClient';
import { HubError } from './hub/HubError';
import { AgentKey } from './identity/AgentKey';
import { enrol, waitAfter } from './identity/enrol';
import { StoredIdentity } from './identity/KeyStore';
import { rotateKey } from './identity/rotateKey';
import { Reporter } from './report/Reporter';
import { Backoff } from './timing/Backoff';
import { Telemetry, UNHEARD } from './timing/Telemetry';
import { Waker, pause } from './timing/Waker';
import { AGENT_VERSION } from './version';

const RETRY = { first: 1_000, most: 60_000 };

/** The time for which an agent speaks for its cluster: joins, opens sessions, reports, through every failure. */
export class Tenure {
  readonly #hub: HubClient;
  readonly #desired: DesiredState;
  readonly #watch: ClusterWatch;
  readonly #waker = new Waker();
  readonly #corrected = new Corrected();
  readonly #backoff = new Backoff(RETRY);
  readonly #telemetry: Telemetry;

  constructor(
    private readonly options: AgentOptions,
    key: AgentKey,
    stored: StoredIdentity,
    private readonly onState: (change: Partial<AgentState>) => void,
  ) {
    this.#telemetry = options.telemetry ?? UNHEARD;
    this.#hub = new HubClient({
      ...options,
      key,
      telemetry: this.#telemetry,
      fetch: options.fetch ?? fetch,
    });
    this.#hub.agentId = stored.agentId;
    this.#desired = new DesiredState(this.#hub, options.logger);
    this.#watch = new ClusterWatch({
      ...options,
      desired: this.#desired,
      corrected: this.#corrected,
      trying: { namespace: options.namespace },
      hmac: hmacWith(JSON.stringify(stored.privateKey)),
      onChange: () => this.#waker.wake(),
    });
  }

  /** What is watched. */
  get census(): AgentCensus {
    return this.#watch.observer.census;
  }

  /** @returns when the signal has ended it, and nothing of it runs any more */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (!this.#hub.agentId) await this.#enrol(signal);
        if (signal.aborted) break;
        await this.#session(signal);
      } catch (error) {
        if (!signal.aborted) await this.#recover(error, signal);
      }
    }
    await this.#watch.stop();
  }

  async #session(signal: AbortSignal): Promise<void> {
    const { options } = this;
    const stored = await options.keyStore.load();
    if (stored?.nextKey) await this.#rotate(signal);
    const session = await this.#hub.openSession(
      { agentVersion: AGENT_VERSION },
      signal,
    );
    this.onState({ phase: 'Reporting' });
    const reporter = new Reporter(
      {
        ...options,
        telemetry: this.#telemetry,
        hub: this.#hub,
        desired: this.#desired,
        watch: this.#watch,
        corrected: this.#corrected,
        waker: this.#waker,
        onReported: at => {
          this.#backoff.reset();
          this.onState({ lastReportAt: at.toISOString() });
        },
        onRotate: () => this.#rotate(signal),
      },
      session,
    );
    await reporter.run(signal);
  }

  async #rotate(signal: AbortSignal): Promise<void> {
    await rotateKey(this.#hub, this.options.keyStore, signal);
    const { fingerprint } = this.#hub.key;
    this.onState({ fingerprint });
    this.options.logger.info(`uses a new key: ${fingerprint}`);
  }

  async #enrol(signal: AbortSignal): Promise<void> {
    const { keyStore, cluster, logger, enrolmentToken } = this.options;
    const { observer } = this.#watch;
    this.onState({ phase: 'Enrolling' });
    const agentId = await enrol(
      {
        ...this.options,
        hub: this.#hub,
        key: this.#hub.key,
        token: enrolmentToken,
        identify: async () => ({
          clusterUid: await observer.clusterUid(signal),
          kubernetesVersion: await observer.kubernetesVersion(signal),
        }),
        onAnswer: ({ state }) => {
          if (state !== 'Approved') this.onState({ phase: state });
        },
      },
      signal,
    );
    if (!agentId) return;
    const stored = await keyStore.load();
    if (stored) await keyStore.save({ ...stored, agentId });
    this.#hub.agentId = agentId;
    this.onState({ phase: 'Connecting', agentId });
    logger.info(`${cluster}: joined as ${agentId}`);
  }

  /** A hub that doesn't know this agent any more is asked again to let it join. */
  async #recover(error: unknown, signal: AbortSignal): Promise<void> {
    const { cluster, logger } = this.options;
    const message = error instanceof Error ? error.message : String(error);
    logger.warn(`${cluster}: ${message}`);
    this.onState({ phase: 'Connecting' });
    if (error instanceof HubError && error.isRefusal) {
      this.#hub.agentId = undefined;
    }
    await pause(waitAfter(error, this.#backoff), signal);
  }
}

/** Marks hidden values with a key that never leaves the cluster. */
function hmacWith(secret: string): (text: string) => string {
  const key = createHash('sha256').update(`hidden values ${secret}`).digest();
  return text =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, 16);
}
