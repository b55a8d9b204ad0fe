import { createHash, createHmac } from 'node:crypto';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterWatch } from './ClusterWatch';
import { Corrected } from './assess/Corrected';
import { DesiredState } from './desired/DesiredState';
import { HubClient } from './hub/HubClient';
import { HubError } from './hub/HubError';
import { AgentKey } from './identity/AgentKey';
import { enrol, waitAfter } from './identity/enrol';
import { KeyStore } from './identity/KeyStore';
import { Reporter } from './report/Reporter';
import { Backoff } from './timing/Backoff';
import { Logger } from './timing/Logger';
import { Waker, pause } from './timing/Waker';
import { AGENT_VERSION } from './version';

/**
 * What an agent needs to run.
 *
 * @public
 */
export interface AgentOptions {
  /** Such as `https://portal.example.com/api/flotilla`. */
  hubUrl: string;
  fleet: string;
  cluster: string;
  kubeConfig: KubeConfig;
  keyStore: KeyStore;
  /** Admits the agent without a person's approval, once. */
  enrolmentToken?: string;
  logger: Logger;
  /** Upper limit of the time between two reports; the hub says how long it is by default. */
  heartbeatSeconds?: number;
  /** How long a difference must last to be drift; the hub says by default. */
  persistenceSeconds?: number;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/**
 * Where an agent stands.
 *
 * @public
 */
export interface AgentState {
  phase:
    | 'Stopped'
    | 'Enrolling'
    | 'Pending'
    | 'Rejected'
    | 'Conflict'
    | 'Connecting'
    | 'Reporting';
  /** `SHA256:` and the thumbprint of its key, for people to compare. */
  fingerprint?: string;
  agentId?: string;
  /** RFC 3339 UTC. */
  lastReportAt?: string;
}

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
    const { key, agentId } = await AgentKey.from(this.options.keyStore);
    this.#stopping = new AbortController();
    this.#state = {
      phase: 'Connecting',
      fingerprint: key.fingerprint,
      agentId,
    };
    this.#running = this.#run(key, this.#stopping.signal);
  }

  /** Ends all requests and watches; resolves when nothing of this agent runs any more. */
  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
    this.#running = undefined;
    this.#state = { ...this.#state, phase: 'Stopped' };
  }

  async #run(key: AgentKey, signal: AbortSignal): Promise<void> {
    const { options } = this;
    const hub = new HubClient({
      ...options,
      key,
      fetch: options.fetch ?? fetch,
    });
    hub.agentId = this.#state.agentId;
    const waker = new Waker();
    const corrected = new Corrected();
    const desired = new DesiredState(hub, options.logger);
    const stored = await options.keyStore.load();
    const watch = new ClusterWatch({
      ...options,
      desired,
      corrected,
      hmac: hmacWith(JSON.stringify(stored?.privateKey)),
      onChange: () => waker.wake(),
    });
    const backoff = new Backoff(RETRY);
    while (!signal.aborted) {
      try {
        if (!hub.agentId) await this.#enrol(key, hub, watch, signal);
        if (signal.aborted) break;
        const session = await hub.openSession(
          { agentVersion: AGENT_VERSION },
          signal,
        );
        this.#state = { ...this.#state, phase: 'Reporting' };
        const reporter = new Reporter(
          {
            ...options,
            hub,
            desired,
            watch,
            corrected,
            waker,
            onReported: at => {
              backoff.reset();
              this.#state = { ...this.#state, lastReportAt: at.toISOString() };
            },
          },
          session,
        );
        await reporter.run(signal);
      } catch (error) {
        if (!signal.aborted) await this.#recover(error, hub, backoff, signal);
      }
    }
    await watch.stop();
  }

  async #enrol(
    key: AgentKey,
    hub: HubClient,
    watch: ClusterWatch,
    signal: AbortSignal,
  ): Promise<void> {
    const { keyStore, fleet, cluster, logger, enrolmentToken } = this.options;
    this.#state = { ...this.#state, phase: 'Enrolling' };
    const agentId = await enrol(
      {
        hub,
        key,
        fleet,
        cluster,
        logger,
        token: enrolmentToken,
        identify: async () => ({
          clusterUid: await watch.observer.clusterUid(signal),
          kubernetesVersion: await watch.observer.kubernetesVersion(signal),
        }),
        onAnswer: ({ state }) => {
          if (state !== 'Approved')
            this.#state = { ...this.#state, phase: state };
        },
      },
      signal,
    );
    if (!agentId) return;
    const stored = await keyStore.load();
    if (stored) await keyStore.save({ ...stored, agentId });
    hub.agentId = agentId;
    this.#state = { ...this.#state, phase: 'Connecting', agentId };
    logger.info(`${cluster}: joined as ${agentId}`);
  }

  /** A hub that doesn't know this agent any more is asked again to let it join. */
  async #recover(
    error: unknown,
    hub: HubClient,
    backoff: Backoff,
    signal: AbortSignal,
  ): Promise<void> {
    const { cluster, logger } = this.options;
    const message = error instanceof Error ? error.message : String(error);
    logger.warn(`${cluster}: ${message}`);
    this.#state = { ...this.#state, phase: 'Connecting' };
    if (error instanceof HubError && error.isRefusal) hub.agentId = undefined;
    await pause(waitAfter(error, backoff), signal);
  }
}

/** Marks hidden values with a key that never leaves the cluster. */
function hmacWith(secret: string): (text: string) => string {
  const key = createHash('sha256').update(`hidden values ${secret}`).digest();
  return text =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, 16);
}
