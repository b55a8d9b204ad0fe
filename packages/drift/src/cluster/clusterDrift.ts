import { Severity } from '../types';

const DRIFTED = ['Modified', 'Missing', 'Orphaned', 'Unmanaged'] as const;

/**
 * The states of an object that are drift.
 *
 * @public
 */
export type DriftedState = (typeof DRIFTED)[number];

/**
 * The state of an object where it is drift; undefined for any other.
 *
 * @public
 */
export function driftedState(state: string): DriftedState | undefined {
  return DRIFTED.find(one => one === state);
}

/**
 * One object that differs, as far as it is counted.
 *
 * @public
 */
export interface CountedDrift {
  severity: Severity;
  fields: readonly { severity: Severity }[];
  /** Counts those too that were cut from `fields`. */
  totalFields: number;
}

/**
 * Counts differences. An object that is missing, or too many, is one difference of its own.
 *
 * @public
 */
export function summariseDrift(drifted: readonly CountedDrift[]): {
  objects: number;
  fields: number;
  bySeverity: Record<Severity, number>;
} {
  const bySeverity = { low: 0, medium: 0, high: 0, critical: 0 };
  let fields = 0;
  for (const object of drifted) {
    const total = Math.max(object.totalFields, object.fields.length, 1);
    fields += total;
    object.fields.forEach(field => {
      bySeverity[field.severity] += 1;
    });
    // Of fields that were cut, only the object's severity is known.
    bySeverity[object.severity] += total - object.fields.length;
  }
  return { objects: drifted.length, fields, bySeverity };
}

/**
 * How many objects are known to be as Git says.
 *
 * @public
 */
export function matchingObjects(counts: {
  desired: number;
  drifted: number;
  unknown: number;
}): number {
  return Math.max(0, counts.desired - counts.drifted - counts.unknown);
}

/**
 * Why an object couldn't be compared, in words.
 *
 * @public
 */
export function unknownReason(object: {
  reason?: string | null;
  message?: string | null;
}): string {
  return object.reason ?? object.message ?? 'no reason was given';
}
