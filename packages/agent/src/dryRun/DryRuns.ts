import { KubeObject, ObjectRef, isTriedInDryRun } from '@flotilla/drift';
import type { Expected } from '../assess/basis';
import { KubeError } from '../kube/KubeError';
import { Logger } from '../timing/Logger';
import { Backoff } from '../timing/Backoff';
import { DryRunGuard } from './DryRunGuard';
import { TryingApi } from './TryingApi';
import { isSame, markOf } from './mark';
import { failureOf, isPassing, refusalOf } from './refusal';

export interface DryRunsOptions {
  api: TryingApi;
  /** Undefined where the agent has no account of its own, which a policy could bind. */
  guard: DryRunGuard | undefined;
  /** Where the API serves an object; undefined when it doesn't. */
  pathOf(ref: ObjectRef, signal: AbortSignal): Promise<string | undefined>;
  /** Whom the engine is to the API server. */
  managerOf(expected: Expected): string;
  logger: Logger;
  /** Something is known that wasn't. */
  onChange(): void;
}

/** An object, and what it should be. */
export interface Subject {
  expected: Expected;
  live: KubeObject;
}

/**
 * What the server said (`Same`: it would change nothing), or why it said nothing of use. It's asked again then, in
 * milliseconds since 1970: what refuses may be mended, such as a webhook.
 */
type Outcome =
  | { answer: KubeObject | 'Same' }
  | { untried: string; until: number };

interface Answer {
  desired: KubeObject;
  /** Of the live object that was asked about. */
  mark: string;
  outcome: Outcome;
}

interface Asked {
  answered: number;
  pause?: Pause;
}

/** Nothing is asked until then, in milliseconds since 1970. */
interface Pause {
  why: string;
  until: number;
}

const AT_ONCE = 4;
/** How long it is believed that the policy is enforced, and that it isn't. */
const BELIEVED = { enforced: 60_000, not: 5_000 };
/** How long a refusal stands. */
const REFUSED = 60_000;
/** How long an object is let alone that changed while it was asked about. */
const OVERTAKEN = 5_000;
/** How long a server is let alone that fails and doesn't say for how long. */
const FAILING = { first: 5_000, most: 300_000 };
const NO_ACCOUNT =
  'this agent has no account of its own that a policy could bind';
const NOT_ASKED = 'the API server has not been asked yet';

/** What the API server would make of objects, asked again only when they or Git have changed. */
export class DryRuns {
  readonly #answers = new Map<string, Answer>();
  readonly #backoff = new Backoff(FAILING);
  #problem: string | undefined = NOT_ASKED;
  #pause: Pause | undefined;
  #checkedAt = 0;
  #running: Promise<void> | undefined;
  readonly #end = new AbortController();

  constructor(private readonly options: DryRunsOptions) {}

  /** Why nothing is tried, and no answer holds; undefined where everything may be. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** What the server would make of the object; undefined where that isn't known. */
  answer({ expected, live }: Subject): KubeObject | undefined {
    const outcome = this.#outcome({ expected, live });
    if (!outcome || 'untried' in outcome) return undefined;
    return outcome.answer === 'Same' ? live : outcome.answer;
  }

  /** Why an object is compared without the server's word, where it should be with it. */
  degraded(subject: Subject): string | undefined {
    if (!isTriedInDryRun(subject.expected.ref)) return undefined;
    const outcome = this.#outcome(subject);
    if (outcome && 'answer' in outcome) return undefined;
    const why =
      this.#problem ?? outcome?.untried ?? this.#pause?.why ?? NOT_ASKED;
    return `compared by declared fields, not by a dry-run: ${why}`;
  }

  #outcome({ expected, live }: Subject): Outcome | undefined {
    const known = this.#answers.get(expected.key);
    return known?.desired === expected.desired && known.mark === markOf(live)
      ? known.outcome
      : undefined;
  }

  /**
   * Asks about what has changed. It never fails; what can't be asked is compared without.
   *
   * @returns when what is under way is done
   */
  async refresh(subjects: readonly Subject[]): Promise<void> {
    if (!this.#running) this.#begin(subjects);
    await this.#running;
  }

  #begin(subjects: readonly Subject[]): void {
    if (Date.now() < (this.#pause?.until ?? 0)) return;
    const keys = new Set(subjects.map(({ expected }) => expected.key));
    for (const key of this.#answers.keys()) {
      if (!keys.has(key)) this.#answers.delete(key);
    }
    const believed = this.#problem ? BELIEVED.not : BELIEVED.enforced;
    const isOld = Date.now() - this.#checkedAt > believed;
    const open = subjects.filter(one => this.#isOpen(one));
    if (!isOld && (this.#problem || open.length === 0)) return;
    this.#running = this.#run(open, this.#end.signal)
      .then(isChanged => {
        this.#running = undefined;
        if (isChanged) this.options.onChange();
      })
      .catch(error => {
        this.#running = undefined;
        this.options.logger.debug(`Can't try changes: ${String(error)}`);
      });
  }

  #isOpen(subject: Subject): boolean {
    const { ref } = subject.expected;
    const outcome = this.#outcome(subject);
    if (!isTriedInDryRun(ref)) return false;
    return outcome ? 'untried' in outcome && Date.now() >= outcome.until : true;
  }

  /** @returns whether anything is known now that wasn't */
  async #run(open: readonly Subject[], signal: AbortSignal): Promise<boolean> {
    const before = this.#problem ?? this.#pause?.why;
    const { answered, pause } = await this.#ask(open, signal);
    if (signal.aborted) return false;
    this.#pause = pause;
    // Where answers hold, a pause takes nothing from them.
    if (pause && this.#problem) this.#problem = pause.why;
    const now = this.#problem ?? pause?.why;
    if (now && now !== before) this.options.logger.warn(now);
    return answered > 0 || now !== before;
  }

  async #ask(open: readonly Subject[], signal: AbortSignal): Promise<Asked> {
    const { guard } = this.options;
    try {
      const unfit = guard ? await guard.unfit(signal) : NO_ACCOUNT;
      this.#checkedAt = Date.now();
      if (!guard || unfit) {
        this.#problem = unfit;
        this.#answers.clear();
        return { answered: 0 };
      }
      const why = await guard.idle(signal);
      const until = Date.now() + BELIEVED.not;
      if (why) return { answered: 0, pause: { why, until } };
    } catch (error) {
      return { answered: 0, pause: this.#pauseAfter(error) };
    }
    this.#problem = undefined;
    return this.#tryAll(open, signal);
  }

  async #tryAll(open: readonly Subject[], signal: AbortSignal): Promise<Asked> {
    const fresh = open.filter(one => !this.#outcome(one));
    // Last what was asked before: what fails each time is to hold up nothing else.
    const queue = new Set([...fresh, ...open]);
    let answered = 0;
    let pause: Pause | undefined;
    const work = async () => {
      for (const one of queue) {
        queue.delete(one);
        try {
          const outcome = await this.#try(one, signal);
          if ('answer' in outcome) this.#backoff.reset();
          this.#keep(one, outcome);
        } catch (error) {
          if (signal.aborted) return;
          pause ??= this.#pauseAfter(error);
          this.#keep(one, { untried: failureOf(error), until: pause.until });
          queue.clear();
        }
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return { answered, pause };
  }

  #keep({ expected, live }: Subject, outcome: Outcome): void {
    const { desired, key } = expected;
    this.#answers.set(key, { desired, mark: markOf(live), outcome });
  }

  #pauseAfter(error: unknown): Pause {
    this.options.logger.debug(`Can't try changes: ${failureOf(error)}`);
    const asked = error instanceof KubeError ? error.retryAfter : undefined;
    const until = Date.now() + (asked ?? this.#backoff.next());
    return { why: failureOf(error), until };
  }

  /** @throws Error that says nothing about the object: the server is to be let alone */
  async #try(
    { expected, live }: Subject,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { api, pathOf, managerOf } = this.options;
    try {
      const path = await pathOf(expected.ref, signal);
      if (!path) return untried('the API server serves no such kind', REFUSED);
      const manager = managerOf(expected);
      const { desired } = expected;
      const answer = await api.tryApply(path, desired, manager, signal);
      const isOvertaken =
        answer.metadata.resourceVersion !== live.metadata.resourceVersion;
      if (isOvertaken) {
        return untried('the object changed meanwhile', OVERTAKEN);
      }
      return { answer: isSame(answer, live) ? 'Same' : answer };
    } catch (error) {
      if (!(error instanceof KubeError) || isPassing(error)) throw error;
      const why = `the API server refused it (${refusalOf(error)})`;
      return untried(why, REFUSED);
    }
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
    this.options.api.close();
  }
}

function untried(why: string, milliseconds: number): Outcome {
  return { untried: why, until: Date.now() + milliseconds };
}
