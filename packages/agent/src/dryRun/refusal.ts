import { KubeError } from '../kube/KubeError';

/** So many fields are named; the rest are counted. */
const NAMED = 5;

/**
 * Why the API server refused an object. Its own message may quote values, those of Secrets too, and this leaves the
 * cluster: only the status, its reason and the fields are told.
 */
export function refusalOf({ status, reason, fields }: KubeError): string {
  const what = ['HTTP', status, reason].filter(Boolean).join(' ');
  if (fields.length === 0) return what;
  const left = fields.length - NAMED;
  const named = fields.slice(0, NAMED).join(', ');
  return `${what}: ${named}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Whether an error says nothing about what was asked: nobody answered, or the server has too much to do. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof KubeError)) return true;
  const { status, message } = error;
  if (status === 408 || status === 429) return true;
  // An admission webhook that fails concerns its objects alone; the server goes on with others.
  return status >= 500 && !message.includes('webhook');
}

/** What may be told of an error that says nothing about the object. */
export function failureOf(error: unknown): string {
  return error instanceof KubeError
    ? `the API server answered with ${refusalOf(error)}`
    : 'the API server did not answer as it should';
}
