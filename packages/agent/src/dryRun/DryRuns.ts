import { isDeepStrictEqual } from 'node:util';
import { KubeObject, ObjectRef, isTriedInDryRun } from '@flotilla/drift';
import type { Expected } from '../assess/basis';
import { KubeError } from '../kube/KubeError';
import { Logger } from '../timing/Logger';
import { DryRunGuard } from './DryRunGuard';
import { TryingApi } from './TryingApi';

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

/** What the server said; `Same`: it would change nothing. */
type Outcome = { answer: KubeObject | 'Same' } | { refused: string };

interface Answer {
  desired: KubeObject;
  /** Of the live object that was asked about. */
  mark: string;
  outcome: Outcome;
  /** It's asked again then, in milliseconds since 1970: what refuses may be mended, such as a webhook. */
  until: number;
}

const AT_ONCE = 4;
/** How long it is believed that the policy is enforced, and that it isn't. */
const BELIEVED = { enforced: 60_000, not: 5_000 };
/** How long a refusal stands. */
const REFUSED = 60_000;
const NOT_ASKED = 'the API server has not been asked yet';

/** What the API server would make of objects, asked again only when they or Git have changed. */
export class DryRuns {
  readonly #answers = new Map<string, Answer>();
  #problem: string | undefined = NOT_ASKED;
  #checkedAt = 0;
  #running: Promise<void> | undefined;
  readonly #end = new AbortController();

  constructor(private readonly options: DryRunsOptions) {}

  /** Why nothing is tried; undefined where everything may be. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** What the server would make of the object; undefined where that isn't known. */
  answer({ expected, live }: Subject): KubeObject | undefined {
    const outcome = this.#outcome({ expected, live });
    if (!outcome || 'refused' in outcome) return undefined;
    return outcome.answer === 'Same' ? live : outcome.answer;
  }

  /** Why an object is compared without the server's word, where it should be with it. */
  degraded({ expected, live }: Subject): string | undefined {
    if (!isTriedInDryRun(expected.ref)) return undefined;
    const outcome = this.#outcome({ expected, live });
    const why =
      this.#problem ??
      (outcome && 'refused' in outcome ? outcome.refused : undefined);
    return why && `compared by declared fields, not by a dry-run: ${why}`;
  }

  #outcome({ expected, live }: Subject): Outcome | undefined {
    const known = this.#answers.get(expected.key);
    return known?.desired === expected.desired && known.mark === markOf(live)
      ? known.outcome
      : undefined;
  }

  /** Asks about what has changed. It never fails; what can't be asked is compared without. */
  refresh(subjects: readonly Subject[]): void {
    if (this.#running) return;
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
    const { key, ref } = subject.expected;
    const until = this.#answers.get(key)?.until ?? Infinity;
    const isKnown = this.#outcome(subject) && Date.now() < until;
    return isTriedInDryRun(ref) && !isKnown;
  }

  /** @returns whether anything is known now that wasn't */
  async #run(open: readonly Subject[], signal: AbortSignal): Promise<boolean> {
    const before = this.#problem;
    this.#problem = await this.#check(signal);
    this.#checkedAt = Date.now();
    if (this.#problem) {
      this.#answers.clear();
      if (this.#problem !== before) this.options.logger.warn(this.#problem);
      return this.#problem !== before;
    }
    const queue = [...open];
    let answered = 0;
    const work = async () => {
      for (let one = queue.shift(); one; one = queue.shift()) {
        const outcome = await this.#try(one, signal);
        if (!outcome) continue;
        const { desired, key } = one.expected;
        const mark = markOf(one.live);
        const until = 'refused' in outcome ? Date.now() + REFUSED : Infinity;
        this.#answers.set(key, { desired, mark, outcome, until });
        answered += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return answered > 0 || before !== undefined;
  }

  async #check(signal: AbortSignal): Promise<string | undefined> {
    const { guard } = this.options;
    return guard
      ? guard.problem(signal)
      : 'this agent has no account of its own that a policy could bind';
  }

  /** Undefined where the answer is about another object than was asked, or may be another one soon. */
  async #try(
    { expected, live }: Subject,
    signal: AbortSignal,
  ): Promise<Outcome | undefined> {
    const { api, pathOf, managerOf, logger } = this.options;
    try {
      const path = await pathOf(expected.ref, signal);
      if (!path) return undefined;
      const manager = managerOf(expected);
      const { desired } = expected;
      const answer = await api.tryApply(path, desired, manager, signal);
      const isOvertaken =
        answer.metadata.resourceVersion !== live.metadata.resourceVersion;
      if (isOvertaken) return undefined;
      return { answer: isSame(answer, live) ? 'Same' : answer };
    } catch (error) {
      if (signal.aborted) return undefined;
      logger.debug(`Can't try ${expected.key}: ${String(error)}`);
      return error instanceof KubeError
        ? { refused: `the API server refused it (${error.message})` }
        : undefined;
    }
  }

  async stop(): Promise<void> {
    this.#end.abort();
    await this.#running;
    this.options.api.close();
  }
}

/** Changes when the object does, but not with its status where the server counts changes of the rest. */
function markOf({ metadata }: KubeObject): string {
  const { uid, generation, resourceVersion, labels, annotations } = metadata;
  return JSON.stringify([
    uid,
    generation ?? resourceVersion,
    labels,
    annotations,
    metadata.finalizers,
  ]);
}

function isSame(one: KubeObject, other: KubeObject): boolean {
  return isDeepStrictEqual(contentOf(one), contentOf(other));
}

/** Without what tells of the change itself. */
function contentOf({ status, metadata, ...rest }: KubeObject) {
  const { managedFields, generation, ...kept } = metadata;
  return { ...rest, metadata: kept };
}
