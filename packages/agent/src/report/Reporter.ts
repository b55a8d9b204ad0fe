import type {
  ReportAnswer,
  Session,
} from '@flotilla/backstage-plugin-flotilla-common';
import { ClusterWatch } from '../ClusterWatch';
import { Corrected } from '../assess/Corrected';
import { DesiredState } from '../desired/DesiredState';
import { HubClient } from '../hub/HubClient';
import { HubError } from '../hub/HubError';
import { waitAfter } from '../identity/enrol';
import { Backoff, jittered } from '../timing/Backoff';
import { Logger } from '../timing/Logger';
import { Telemetry } from '../timing/Telemetry';
import { Waker, pause } from '../timing/Waker';
import { AGENT_VERSION } from '../version';
import { Held, composeReport, digestOf } from './composeReport';
import { inHubTime } from './inHubTime';

export interface ReporterOptions {
  cluster: string;
  hub: HubClient;
  desired: DesiredState;
  watch: ClusterWatch;
  corrected: Corrected;
  waker: Waker;
  logger: Logger;
  heartbeatSeconds?: number;
  persistenceSeconds?: number;
  telemetry: Telemetry;
  onReported(at: Date): void;
  /** The hub asks for a new key. */
  onRotate(): Promise<void>;
}

/** Events come in bursts: a rollout, a sync. */
const GATHER_MILLISECONDS = 150;

/** How long the first report waits for all kinds to be read. */
const SETTLE_MILLISECONDS = 10_000;

/** How much longer than drift has to last the first report waits for it to be decided. */
const DECIDE_MILLISECONDS = 5_000;

const RETRY = { first: 1_000, most: 60_000 };
const DESIRED_RETRY = { first: 1_000, most: 30_000 };

/** Tells the hub what is so, from the opening of a session until it ends. */
export class Reporter {
  #held: Held | undefined;
  #sequence = 0;
  #desiredEtag: string | undefined;
  #nextHeartbeat = 0;
  #desiredDue = 0;
  /** When time alone will make drift of a difference. */
  #recheckAt: number | undefined;
  /** Until then kinds that are new may still be read. */
  #patientUntil = Date.now() + SETTLE_MILLISECONDS;
  /** When all kinds had been read, or had been waited for. */
  #firstAssessedAt: number | undefined;
  readonly #desiredBackoff = new Backoff(DESIRED_RETRY);
  readonly #backoff = new Backoff(RETRY);

  constructor(
    private readonly options: ReporterOptions,
    private readonly session: Session,
  ) {}

  /**
   * @returns when the hub asks for a new session, or the signal ends it
   * @throws HubError when the hub doesn't take this agent's word any more
   */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let wait: number;
      try {
        const isOver = await this.#turn(signal);
        if (isOver) return;
        this.#backoff.reset();
        wait = this.#untilNext();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof HubError && error.isRefusal) throw error;
        // What the hub took in before it failed isn't known: tell it all again.
        this.#held = undefined;
        const { cluster, logger } = this.options;
        logger.warn(`${cluster}: can't report: ${messageOf(error)}`);
        await pause(waitAfter(error, this.#backoff), signal);
        continue;
      }
      const woken = await this.options.waker.sleep(wait, signal);
      if (woken) await pause(GATHER_MILLISECONDS, signal);
    }
  }

  /** @returns whether the session is over */
  async #turn(signal: AbortSignal): Promise<boolean> {
    const { watch } = this.options;
    await this.#followDesired(signal);
    await watch.refreshUnwatched(signal);
    const isPatient = Date.now() < this.#patientUntil;
    if (!watch.observer.settled && isPatient) return false;
    return this.#report(signal);
  }

  async #followDesired(signal: AbortSignal): Promise<void> {
    const { desired, watch } = this.options;
    const isOld =
      desired.current === undefined ||
      this.#desiredEtag !== desired.current.etag ||
      watch.isAheadOfDesired;
    if (!isOld || Date.now() < this.#desiredDue) return;
    const isChanged = await desired.refresh(signal);
    if (isChanged) {
      this.#desiredBackoff.reset();
      await watch.follow();
      this.#patientUntil = Date.now() + SETTLE_MILLISECONDS;
    } else {
      // The engine may be faster than the hub: ask again, but not in a loop.
      this.#desiredDue = Date.now() + this.#desiredBackoff.next();
    }
    this.#desiredEtag = desired.current?.etag;
  }

  async #report(signal: AbortSignal): Promise<boolean> {
    const { hub, watch, corrected, telemetry } = this.options;
    const startedAt = performance.now();
    const assessed = watch.assess(this.#persistence);
    if (!assessed) return false;
    telemetry.assessed(performance.now() - startedAt);
    this.#firstAssessedAt ??= Date.now();
    const { contents } = assessed;
    this.#recheckAt = assessed.recheckAt;
    if (!this.#held && !assessed.isDecided && this.#isNew) return false;
    const untold = corrected.untold();
    const head = {
      epoch: this.session.epoch,
      sequence: this.#sequence + 1,
      observedAt: new Date(hub.clock.now()).toISOString(),
      agentVersion: AGENT_VERSION,
    };
    const report = composeReport(head, contents, this.#held, untold);
    if (report.type === 'Heartbeat' && Date.now() < this.#nextHeartbeat) {
      return false;
    }
    // Before it is sent: one that the hub took and whose answer was lost must not lend its number to another.
    this.#sequence = head.sequence;
    const ahead = hub.clock.offset - watch.observer.clockOffset;
    const sentAt = performance.now();
    const answer = await hub.report(inHubTime(report, ahead), signal);
    if (answer.accepted && answer.resync === 'None') {
      this.#held = { contents, digest: digestOf(contents) };
      corrected.told(untold);
      telemetry.reported(report.type, performance.now() - sentAt);
      this.options.onReported(new Date());
    }
    if (answer.rotateKey) await this.#rotate();
    return this.#heed(answer);
  }

  /** The hub asks again with each answer: what fails now may succeed then. */
  async #rotate(): Promise<void> {
    const { cluster, logger, onRotate } = this.options;
    try {
      await onRotate();
    } catch (error) {
      logger.warn(`${cluster}: can't take a new key yet: ${messageOf(error)}`);
    }
  }

  #heed(answer: ReportAnswer): boolean {
    const { heartbeatSeconds, waker } = this.options;
    const seconds = Math.min(
      answer.nextReportSeconds,
      heartbeatSeconds ?? Infinity,
    );
    this.#nextHeartbeat = Date.now() + jittered(seconds * 1000);
    if (answer.desiredEtag && answer.desiredEtag !== this.#desiredEtag) {
      this.#desiredEtag = answer.desiredEtag;
      this.#desiredDue = 0;
      waker.wake();
    }
    if (answer.resync === 'Full') {
      this.#held = undefined;
      waker.wake();
    }
    return answer.resync === 'Session';
  }

  /**
   * The session has just begun. What its first report doesn't tell counts as put right: an agent that hasn't watched
   * for long enough to tell drift says nothing yet.
   */
  get #isNew(): boolean {
    const enough = this.#persistence + DECIDE_MILLISECONDS;
    return Date.now() < (this.#firstAssessedAt ?? Date.now()) + enough;
  }

  get #persistence(): number {
    const { persistenceSeconds } = this.options;
    return (persistenceSeconds ?? this.session.persistenceSeconds) * 1000;
  }

  /** How long nothing has to be done unless something happens. */
  #untilNext(): number {
    const { watch, desired } = this.options;
    const times = [this.#nextHeartbeat || Date.now() + 1000];
    if (!watch.observer.settled) times.push(Date.now() + 250);
    if (watch.isAheadOfDesired || !desired.current) {
      times.push(this.#desiredDue);
    }
    if (this.#recheckAt) times.push(this.#recheckAt);
    return Math.max(Math.min(...times) - Date.now(), 20);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error
    ? `${error.message}: ${cause.message}`
    : error.message;
}
