import type { CorrectedDrift as CorrectedReport } from '@flotilla/backstage-plugin-flotilla-common';
import {
  CorrectedDrift,
  Fight,
  Fights,
  highestSeverity,
  raised,
  severityOf,
} from '@flotilla/drift';
import { cutValues } from './limits';

/** So many are kept; the hub has those that were told before. */
const KEPT = 200;

/** Who comes back so often means it. */
const RAISED_FROM = 3;

/** Counts what the engine put back, and remembers what the hub hasn't been told. */
export class Corrected {
  readonly #records = new Map<string, CorrectedReport>();
  readonly #untold = new Set<string>();
  readonly #fights = new Fights();

  /** Two managers that go on undoing each other's work. */
  fights(now: string): Fight[] {
    return this.#fights.current(now);
  }

  add(part: string, correction: CorrectedDrift): void {
    this.#fights.add(correction);
    const { ref, fields, detectedAt, correctedAt } = correction;
    const manager = correction.manager ?? {
      name: 'unknown',
      operation: 'Update' as const,
    };
    const paths = fields.map(field => field.fieldPath).sort();
    const key = JSON.stringify([part, ref, manager.name, paths]);
    const known = this.#records.get(key);
    const count = (known?.count ?? 0) + correction.count;
    const severity =
      highestSeverity(fields.map(field => field.severity)) ??
      severityOf(ref, 'Missing');
    this.#records.delete(key);
    this.#records.set(key, {
      ref,
      part,
      manager,
      fields: fields.map(cutValues),
      severity: count >= RAISED_FROM ? raised(severity) : severity,
      firstDetectedAt: known?.firstDetectedAt ?? detectedAt,
      detectedAt,
      correctedAt,
      count,
    });
    this.#untold.add(key);
    const [oldest] = this.#records.keys();
    if (this.#records.size > KEPT) this.#forget(oldest);
  }

  #forget(key: string): void {
    this.#records.delete(key);
    this.#untold.delete(key);
  }

  /** What the hub hasn't taken in yet. */
  untold(): CorrectedReport[] {
    return [...this.#untold].flatMap(key => this.#records.get(key) ?? []);
  }

  /** The hub has taken these in. */
  told(reports: readonly CorrectedReport[]): void {
    for (const [key, record] of this.#records) {
      if (reports.includes(record)) this.#untold.delete(key);
    }
  }
}
