import { NotFoundError } from '@backstage/errors';
import {
  MirrorDamaged,
  RepositoryRefused,
  RepositoryUnreachable,
} from '../errors';

// Git says what went wrong in words only (its exit code is 128 for nearly all of it); LC_ALL=C keeps the words stable.
const REFUSED =
  /Authentication failed|could not read (Username|Password)|Permission denied|terminal prompts disabled|returned error: 40[13]|HTTP 40[13]/i;
const ABSENT =
  /repository .* not found|does not appear to be a git repository|returned error: 404/i;
const NO_REVISION =
  /couldn't find remote ref|Not a valid object name|not a tree object|bad object|bad revision|unknown revision|ambiguous argument|Invalid revision range/i;
const UNREACHABLE =
  /Could not resolve|Failed to connect|Couldn't connect|Connection (refused|reset|timed out|closed)|unable to access|timed out|returned error: (5\d\d|429)|hung up unexpectedly|early EOF|RPC failed|Empty reply|unable to connect|network is unreachable|SSL|protocol error/i;

/** What a failed git command means to the caller. The words of git pass through `redact` before anyone sees them. */
export function gitFailure(
  action: string,
  stderr: string,
  options: { remote?: string; redact: (text: string) => string },
): Error {
  const words = firstWords(options.redact(stderr));
  if (options.remote !== undefined) {
    const remote = options.redact(options.remote);
    if (REFUSED.test(stderr)) {
      return new RepositoryRefused(
        `The Git host refused access to ${remote}. Check the token of this host in integrations. Git says: ${words}`,
      );
    }
    if (NO_REVISION.test(stderr)) {
      return new NotFoundError(
        `${remote} has no such branch or pull request. Git says: ${words}`,
      );
    }
    if (ABSENT.test(stderr)) {
      return new NotFoundError(
        `There is no repository at ${remote}, or the token may not see it. Git says: ${words}`,
      );
    }
    if (UNREACHABLE.test(stderr)) {
      return new RepositoryUnreachable(
        `${remote} can't be reached. Git says: ${words}`,
      );
    }
  } else if (NO_REVISION.test(stderr)) {
    return new NotFoundError(
      `The mirror holds no such revision. Git says: ${words}`,
    );
  }
  return new MirrorDamaged(`Git could not ${action}: ${words}`);
}

function firstWords(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('hint:'));
  return lines.slice(0, 3).join(' · ').slice(0, 400) || 'nothing';
}
