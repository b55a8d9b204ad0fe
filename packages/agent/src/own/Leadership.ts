import { KubeObject } from '@flotilla/drift';
import { json } from '../json';
import { Logger } from '../timing/Logger';
import { jittered } from '../timing/Backoff';
import { pause } from '../timing/Waker';
import { OwnObjects, OwnPlace, Overtaken } from './OwnObjects';

/** The name of the Lease: the rights that are given say it too. */
export const LEASE = 'flotilla-agent';

export interface LeadershipOptions {
  objects: OwnObjects;
  namespace: string;
  /** Of this process alone, such as its Pod's name. */
  identity: string;
  logger: Logger;
  /** How long one that is silent is still taken for alive. Default 30 s. */
  leaseSeconds?: number;
}

const LEASE_SECONDS = 30;

/**
 * Lets one of several agents of a cluster speak: whoever renews the Lease. Times that others wrote aren't trusted; a
 * Lease has run out when it hasn't changed for its whole length by this process's own clock.
 */
export class Leadership {
  readonly #place: OwnPlace;
  readonly #milliseconds: number;
  /** The Lease as it was last seen to change, and when. */
  #seen = { version: '', at: 0 };
  #renewedAt = 0;

  constructor(private readonly options: LeadershipOptions) {
    this.#milliseconds = (options.leaseSeconds ?? LEASE_SECONDS) * 1000;
    this.#place = {
      api: '/apis/coordination.k8s.io/v1',
      resource: 'leases',
      namespace: options.namespace,
      name: LEASE,
    };
  }

  /** @returns when this process holds the Lease, or the signal ended the wait */
  async acquire(signal: AbortSignal): Promise<void> {
    let told = '';
    while (!signal.aborted) {
      const holder = await this.#try(signal);
      if (holder === this.options.identity) return;
      if (holder !== told) {
        this.options.logger.info(`another agent reports: ${holder}; waiting`);
        told = holder;
      }
      await pause(jittered(this.#milliseconds / 15), signal);
    }
  }

  /** Renews the Lease. @returns when it is lost, or the signal ends it */
  async hold(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(Math.min(this.#milliseconds / 4, this.#left), signal);
      if (signal.aborted) return;
      // A server that doesn't answer must not keep this process from noticing.
      const inTime = AbortSignal.timeout(this.#left);
      const holder = await this.#try(AbortSignal.any([signal, inTime]));
      const isOthers = holder !== '' && holder !== this.options.identity;
      if (isOthers || this.#left === 0) {
        this.options.logger.warn('the Lease is lost: another agent may report');
        return;
      }
    }
  }

  /** Milliseconds in which the Lease must be renewed: before others may take it, whoever can't must be silent. */
  get #left(): number {
    const silentAt = this.#renewedAt + this.#milliseconds * 0.7;
    return Math.max(Math.ceil(silentAt - Date.now()), 0);
  }

  /** Lets another take over at once. */
  async release(): Promise<void> {
    const { objects, identity } = this.options;
    const signal = AbortSignal.timeout(3_000);
    try {
      // As it is now: the end may have come upon a renewal that the server took.
      const lease = await objects.read(this.#place, signal);
      if (!lease || holderOf(lease) !== identity) return;
      const spec = { ...json.map(lease.spec), holderIdentity: '' };
      await objects.replace(this.#place, { ...lease, spec }, signal);
    } catch {
      // It runs out by itself.
    }
  }

  /** @returns who holds the Lease now; empty when that can't be known */
  async #try(signal: AbortSignal): Promise<string> {
    const { objects, identity, logger } = this.options;
    try {
      const lease = await objects.read(this.#place, signal);
      if (lease && !this.#mayTake(lease)) return holderOf(lease);
      const startedAt = Date.now();
      const next = this.#written(lease);
      await (lease
        ? objects.replace(this.#place, next, signal)
        : objects.create(this.#place, next, signal));
      this.#renewedAt = startedAt;
      return identity;
    } catch (error) {
      if (!(error instanceof Overtaken) && !signal.aborted) {
        logger.warn(`the Lease can't be renewed: ${String(error)}`);
      }
      return '';
    }
  }

  #mayTake(lease: KubeObject): boolean {
    const version = lease.metadata.resourceVersion ?? '';
    if (version !== this.#seen.version) {
      this.#seen = { version, at: Date.now() };
    }
    const holder = holderOf(lease);
    if (holder === '' || holder === this.options.identity) return true;
    const { leaseDurationSeconds } = json.map(lease.spec);
    const length = json.number(leaseDurationSeconds) ?? LEASE_SECONDS;
    return Date.now() - this.#seen.at > length * 1000;
  }

  #written(lease: KubeObject | undefined): KubeObject {
    const { identity } = this.options;
    const { namespace, name } = this.#place;
    const before = json.map(lease?.spec);
    const isMine = lease !== undefined && holderOf(lease) === identity;
    const now = new Date().toISOString().replace('Z', '000Z');
    const transitions = json.number(before.leaseTransitions) ?? 0;
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: lease?.metadata ?? { name, namespace },
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: this.#milliseconds / 1000,
        acquireTime: isMine ? before.acquireTime : now,
        renewTime: now,
        leaseTransitions: isMine ? transitions : transitions + 1,
      },
    };
  }
}

function holderOf(lease: KubeObject): string {
  return json.text(json.map(lease.spec).holderIdentity);
}
