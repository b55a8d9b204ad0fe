import { FieldType } from '../schema/fieldType';
import { guessed } from '../schema/kindTypes';
import { sameDuration } from '../scalar/duration';
import { sameQuantity } from '../scalar/quantity';
import { sameTime } from '../scalar/time';

/** Whether two scalars mean the same to the API server. */
export function sameScalar(
  desired: unknown,
  live: unknown,
  type: FieldType | undefined,
): boolean {
  if (desired === live) return true;
  if (!type || typeof live === 'object') return false;
  switch (type.kind) {
    case 'quantity':
      return sameQuantity(desired, live);
    case 'intOrString':
      return String(desired) === String(live);
    case 'bytes':
      return sameBytes(desired, live);
    case 'time':
      return sameTime(desired, live);
    case 'duration':
    case 'text':
      return sameDuration(desired, live);
    default:
      return type === guessed && sameDuration(desired, live);
  }
}

/** The server reads over line breaks in base64 and writes none. */
function sameBytes(desired: unknown, live: unknown): boolean {
  return (
    typeof desired === 'string' &&
    typeof live === 'string' &&
    desired.replace(/[\r\n]/g, '') === live.replace(/[\r\n]/g, '')
  );
}
