import { ObjectRef, objectKey } from '../object';
import { CorrectedDrift } from '../types';

/**
 * Two managers that write one object in turn, each undoing the other.
 *
 * @public
 */
export interface Fight {
  ref: ObjectRef;
  /** Who comes back, and who puts it back. */
  managers: readonly [string, string];
  fieldPaths: readonly string[];
  /** RFC 3339 UTC: the first time it was put back. */
  since: string;
  /** How often, since then. */
  count: number;
}

interface Record {
  fight: Fight;
  minuteHeat: number;
  hourHeat: number;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * Heat that makes a fight. An operator that answers at once is told by the
 * minute; one that meets an engine which looks once a minute by the hour.
 */
const MINUTE_LIMIT = 5;
const HOUR_LIMIT = 5;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Heat falls off with time and rises by one with each correction. */
function cooled(heat: number, elapsed: number, unit: number): number {
  return heat * Math.exp(-elapsed / unit);
}

/**
 * Tells when corrected drift is a fight: it keeps no clock and takes the
 * times of what it is given.
 *
 * @public
 */
export class Fights {
  readonly #records = new Map<string, Record>();

  /** Takes up drift that the engine has put back. */
  add(correction: CorrectedDrift): void {
    const { ref, manager, correctedBy, fields, correctedAt } = correction;
    const author = manager?.name ?? 'unknown';
    const fieldPaths = fields.map(one => one.fieldPath).sort();
    const key = JSON.stringify([objectKey(ref), author, fieldPaths]);
    const known = this.#records.get(key);
    const at = Date.parse(correctedAt);
    const elapsed = known ? Math.max(0, at - known.at) : 0;
    this.#records.set(key, {
      fight: {
        ref,
        managers: [author, correctedBy?.name ?? 'the engine'],
        fieldPaths,
        since: known?.fight.since ?? correctedAt,
        count: (known?.fight.count ?? 0) + correction.count,
      },
      minuteHeat:
        cooled(known?.minuteHeat ?? 0, elapsed, MINUTE) + correction.count,
      hourHeat: cooled(known?.hourHeat ?? 0, elapsed, HOUR) + correction.count,
      at,
    });
  }

  /**
   * The fights that go on.
   *
   * @param now - RFC 3339 UTC
   */
  current(now: string): Fight[] {
    const time = Date.parse(now);
    const fights: Fight[] = [];
    for (const [key, record] of this.#records) {
      const elapsed = Math.max(0, time - record.at);
      const minute = cooled(record.minuteHeat, elapsed, MINUTE);
      const hour = cooled(record.hourHeat, elapsed, HOUR);
      if (minute >= MINUTE_LIMIT || hour >= HOUR_LIMIT) {
        fights.push(record.fight);
      } else if (hour < 0.01) this.#records.delete(key);
    }
    return fights;
  }
}
