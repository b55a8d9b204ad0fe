import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { RepositoryRefused, RepositoryUnreachable } from '../errors';

/** What a failed call means to the caller, with what to do about it. Never holds the request: that has the token. */
export function githubFailure(
  error: unknown,
  place: { baseUrl: string; owner: string; repo: string },
): Error {
  const status = statusOf(error);
  const repository = `${place.owner}/${place.repo} on ${
    new URL(place.baseUrl).host
  }`;
  const words = wordsOf(error);
  if (
    status === undefined ||
    status >= 500 ||
    status === 429 ||
    isRateLimit(status, words)
  ) {
    return new RepositoryUnreachable(
      `${repository} can't be reached: ${words}`,
    );
  }
  if (status === 401 || status === 403) {
    return new RepositoryRefused(
      `The Git host refused access to ${repository}: ${words}. The token needs to read and write contents and pull requests.`,
    );
  }
  if (status === 404) {
    return new NotFoundError(
      `${repository} has no such thing, or the token may not see it: ${words}`,
    );
  }
  if (status === 409) {
    return new ConflictError(`${repository}: ${words}`);
  }
  return new InputError(`${repository} did not accept the request: ${words}`);
}

export function statusOf(error: unknown): number | undefined {
  if (
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    typeof error.status === 'number'
  ) {
    // Octokit gives 500 to what never got an answer, and keeps the reason as the cause.
    return 'cause' in error && error.cause !== undefined
      ? undefined
      : error.status;
  }
  return undefined;
}

function isRateLimit(status: number, words: string): boolean {
  return status === 403 && /rate limit/i.test(words);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 400) : String(error);
}
