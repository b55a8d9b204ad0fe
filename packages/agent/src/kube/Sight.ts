import { KubeError } from './KubeError';

/** Why objects of a kind can't be seen, or that they can. */
export type Sight =
  | { state: 'Starting' }
  | { state: 'Seeing' }
  | { state: 'Blind'; reason: BlindReason; message: string };

export type BlindReason =
  | 'KindNotServed'
  | 'Forbidden'
  /** The API doesn't accept the credentials, so it isn't known what they would allow. */
  | 'Unauthorized'
  | 'Unreachable';

/** Whether to ask again at once makes no sense: the API has answered, and the answer is no. */
export function isRefusal(error: unknown): boolean {
  return error instanceof KubeError && reasonOf(error) !== 'Unreachable';
}

export function reasonOf(error: unknown): BlindReason {
  if (!(error instanceof KubeError)) return 'Unreachable';
  if (error.status === 403) return 'Forbidden';
  if (error.status === 401) return 'Unauthorized';
  return error.status === 404 ? 'KindNotServed' : 'Unreachable';
}
