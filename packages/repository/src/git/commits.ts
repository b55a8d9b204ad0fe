import { Git } from './Git';

/**
 * What a commit says about itself.
 *
 * @public
 */
export interface CommitInfo {
  commit: string;
  tree: string;
  parents: string[];
  author: GitPerson;
  committer: GitPerson;
  /** First line of the message. */
  subject: string;
  message: string;
}

/**
 * One who wrote or made a commit, as the commit names them.
 *
 * @public
 */
export interface GitPerson {
  name: string;
  email: string;
  /** RFC 3339, in UTC. */
  date: string;
}

const FIELDS = [
  '%H',
  '%T',
  '%P',
  '%an',
  '%ae',
  '%aI',
  '%cn',
  '%ce',
  '%cI',
  '%B',
];

export async function readCommit(
  git: Git,
  commit: string,
): Promise<CommitInfo> {
  const output = await git.text({
    args: [
      'log',
      '-1',
      '--no-show-signature',
      `--format=${FIELDS.join('%x00')}`,
      commit,
      '--',
    ],
  });
  const [sha, tree, parents, an, ae, aI, cn, ce, cI, message = ''] =
    output.split('\0');
  return {
    commit: sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    author: { name: an, email: ae, date: utc(aI) },
    committer: { name: cn, email: ce, date: utc(cI) },
    subject: message.split('\n')[0],
    message: message.trimEnd(),
  };
}

function utc(date: string): string {
  return new Date(date).toISOString();
}
