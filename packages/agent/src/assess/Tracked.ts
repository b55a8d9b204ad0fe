import {
  CompareInput,
  CorrectedDrift,
  FieldDrift,
  KubeObject,
  ObjectDrift,
  Observation,
  compareByDryRun,
  compareObject,
  correctionsOf,
  highestSeverity,
  keepAuthors,
  managerKind,
} from '@flotilla/drift';
import { Expected } from './basis';

/**
 * How long a difference waits that the engine itself wrote, in milliseconds:
 * it has applied content that this agent hasn't heard of yet.
 */
const ENGINE_PATIENCE = 60_000;

/** What is told of an object, once its findings have lasted. */
export interface Told {
  drift: ObjectDrift;
  /** RFC 3339 UTC: since when it has drifted. */
  since?: string;
  /** When findings that are too young will have lasted, in milliseconds since 1970. */
  recheckAt?: number;
}

/** The name of an object's absence among its findings. */
const ABSENCE = '(absent)';

/**
 * Follows one object from watch event to watch event: who changed what, since
 * when, and whether the engine put it back.
 */
export class Tracked {
  #observation: Observation | undefined;
  /** Finding → when it was first seen, in milliseconds since 1970. */
  #firstSeen = new Map<string, number>();

  #mark = '';
  #comparedWith: KubeObject | undefined;
  #answer: KubeObject | undefined;

  constructor(public expected: Expected) {}

  /** Takes up what is expected now; what stays the same isn't compared anew. */
  expect(expected: Expected): void {
    const { desired, applied, ignore } = this.expected;
    const isSame =
      expected.desired === desired &&
      JSON.stringify(expected.ignore) === JSON.stringify(ignore);
    if (!isSame || expected.applied !== applied) this.#mark = '';
    this.expected = expected;
    // What differed from other content tells nothing about this one.
    if (!isSame) {
      this.#observation = undefined;
      this.#firstSeen = new Map();
    }
  }

  /** Whether what was last compared isn't what there is now. */
  isStale(
    live: KubeObject | undefined,
    mark: string,
    answer?: KubeObject,
  ): boolean {
    const stale =
      !this.#observation ||
      this.#mark !== `=${mark}` ||
      this.#answer !== answer ||
      this.#comparedWith !== live;
    this.#mark = `=${mark}`;
    return stale;
  }

  /**
   * Compares anew.
   *
   * @returns what the engine has put back since the last time
   */
  observe(
    live: KubeObject | undefined,
    context: Pick<
      CompareInput,
      'autoscalers' | 'hmac' | 'controllers' | 'schema'
    > & {
      /** What the API server would make of the object; undefined where that isn't known. */
      answer?: KubeObject;
    },
    now: number,
  ): CorrectedDrift[] {
    const at = new Date(now).toISOString();
    const { desired, applied, ignore } = this.expected;
    const { answer, ...known } = context;
    const input = { desired, live, applied, ignore, now: at, ...known };
    const compared = answer
      ? compareByDryRun(input, answer)
      : compareObject(input);
    const before = this.#observation;
    const drift = keepAuthors(before?.drift.fields ?? [], compared);
    const after: Observation = { live, drift, at };
    // Who learns more of the same object has seen nobody put anything back.
    const isNew = before !== undefined && before.live !== live;
    const corrected = isNew ? correctionsOf(before, after) : [];
    const told = corrected.map(one => ({
      ...one,
      detectedAt: this.#detectedAt(one.fields),
    }));
    this.#note(drift, now, before === undefined);
    this.#observation = after;
    this.#comparedWith = live;
    this.#answer = answer;
    return told;
  }

  /** When the earliest of some findings was first seen. */
  #detectedAt(fields: readonly FieldDrift[]): string {
    const names = fields.length > 0 ? fields.map(nameOf) : [ABSENCE];
    const times = names.map(name => this.#firstSeen.get(name) ?? Date.now());
    return new Date(Math.min(...times)).toISOString();
  }

  /** At the first sight of an object its own times tell how old its drift is. */
  #note(drift: ObjectDrift, now: number, isFirst: boolean): void {
    const seen = new Map<string, number>();
    const since = (name: string, written?: string) => {
      const time = isFirst && written ? Date.parse(written) : now;
      const first = Number.isNaN(time) ? now : Math.min(time, now);
      seen.set(name, this.#firstSeen.get(name) ?? first);
    };
    for (const field of drift.fields) since(nameOf(field), field.since);
    if (drift.state === 'Missing') since(ABSENCE);
    this.#firstSeen = seen;
  }

  /** What has lasted for so long that it isn't the engine's business any more. */
  tell(now: number, persistence: number): Told | undefined {
    const drift = this.#observation?.drift;
    if (!drift) return undefined;
    if (drift.state !== 'Modified' && drift.state !== 'Missing')
      return { drift };
    const patience = isEnginesWork(drift)
      ? Math.max(persistence, ENGINE_PATIENCE)
      : persistence;
    const due = (name: string) => (this.#firstSeen.get(name) ?? now) + patience;
    const names = [...this.#firstSeen.keys()];
    const young = names.map(due).filter(time => time > now);
    const recheckAt = young.length > 0 ? Math.min(...young) : undefined;
    const lasting = names.filter(name => due(name) <= now);
    if (lasting.length === 0) {
      return {
        drift: { ...drift, state: 'InSync', severity: undefined, fields: [] },
        recheckAt,
      };
    }
    const fields = drift.fields.filter(field =>
      lasting.includes(nameOf(field)),
    );
    const first = lasting.map(name => this.#firstSeen.get(name) ?? now);
    return {
      drift: {
        ...drift,
        fields,
        severity:
          highestSeverity(fields.map(one => one.severity)) ?? drift.severity,
      },
      since: new Date(Math.min(...first)).toISOString(),
      recheckAt,
    };
  }
}

function nameOf(field: FieldDrift): string {
  return `${field.op} ${field.fieldPath}`;
}

function isEnginesWork({ fields }: ObjectDrift): boolean {
  return (
    fields.length > 0 &&
    fields.every(
      ({ manager }) => manager && managerKind(manager.name) === 'engine',
    )
  );
}
