/** The committer of every commit that Flotilla makes; the author is who asked for it. */
export const COMMITTER = { name: 'Flotilla', email: 'noreply@flotilla.dev' };

const CHANGE_TRAILER = 'Flotilla-Change';
const BASE_TRAILER = 'Flotilla-Base';

/** A commit as far as its ownership goes. */
export interface CommitOwnership {
  message: string;
  committer: { name?: string; email?: string; login?: string };
  author: { name?: string; email?: string; login?: string };
}

export function commitMessage(
  title: string,
  trailers: { change: string; base: string },
): string {
  return `${title}\n\n${CHANGE_TRAILER}: ${trailers.change}\n${BASE_TRAILER}: ${trailers.base}\n`;
}

/**
 * Both marks must hold: the trailer alone stays in a commit that somebody amended, the committer alone is in
 * every commit of every other change.
 */
export function isOurs(commit: CommitOwnership, change: string): boolean {
  return (
    commit.committer.email === COMMITTER.email &&
    trailer(commit.message, CHANGE_TRAILER) === change
  );
}

/** The commit of the fleet's branch on which ours was made. */
export function baseOf(message: string): string | undefined {
  return trailer(message, BASE_TRAILER);
}

/** Who made a commit, as people know them. */
export function pusherOf({ committer, author }: CommitOwnership): string {
  const person = committer.email === 'noreply@github.com' ? author : committer;
  return person.login ?? person.name ?? person.email ?? 'someone';
}

function trailer(message: string, name: string): string | undefined {
  const line = message.split('\n').find(text => text.startsWith(`${name}: `));
  return line?.slice(name.length + 2).trim();
}
