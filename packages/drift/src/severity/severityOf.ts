import { ObjectRef } from '../object';
import { Severity } from '../types';
import { SEVERITIES, SEVERITY_RULES } from './table';

/**
 * How much a difference matters, by a table that is data.
 *
 * @param what - a field path (`.spec.replicas`), or a state: `Missing`, `Orphaned`, `Unmanaged`
 *
 * @public
 */
export function severityOf(ref: ObjectRef, what: string): Severity {
  const kind = `${ref.group}/${ref.kind}`;
  const rule = SEVERITY_RULES.find(
    one =>
      (!one.kinds || one.kinds.includes(kind)) &&
      (typeof one.what === 'string' ? one.what === what : one.what.test(what)),
  );
  return rule?.severity ?? 'medium';
}

/**
 * The highest of some severities; undefined for none.
 *
 * @public
 */
export function highestSeverity(
  severities: Iterable<Severity>,
): Severity | undefined {
  let highest = -1;
  for (const one of severities) {
    highest = Math.max(highest, SEVERITIES.indexOf(one));
  }
  return SEVERITIES[highest];
}

/**
 * The next severity above; the highest stays.
 *
 * @public
 */
export function raised(severity: Severity): Severity {
  return SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? severity;
}
