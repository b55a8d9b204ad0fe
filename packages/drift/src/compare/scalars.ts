import { FieldType } from '../schema/fieldType';
import { guessed } from '../schema/kindTypes';
import { sameDuration } from '../scalar/duration';
import { sameQuantity } from '../scalar/quantity';

/** Whether two scalars mean the same to the API server. */
export function sameScalar(
  desired: unknown,
  live: unknown,
  type: FieldType | undefined,
): boolean {
  if (desired === live) return true;
  if (!type || typeof live === 'object') return false;
  if (type.kind === 'quantity') return sameQuantity(desired, live);
  if (type.kind === 'intOrString') return String(desired) === String(live);
  return (
    (type.kind === 'duration' || type === guessed) &&
    sameDuration(desired, live)
  );
}
