import { BareRepository } from './BareRepository';

export interface Signature {
  name: string;
  email: string;
  /** RFC 3339. */
  date: string;
}

export interface CommitRecord {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
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
const FORMAT = `--format=${FIELDS.join('%x00')}`;

/** RFC 3339 in UTC without fractions, as the host's API writes times. */
export function apiTime(time: string | Date): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function parseCommits(log: string): CommitRecord[] {
  const fields = log.split('\0');
  const commits: CommitRecord[] = [];
  for (let at = 0; at + FIELDS.length <= fields.length; at += FIELDS.length) {
    const [sha, tree, parents, an, ae, ad, cn, ce, cd, message] = fields.slice(
      at,
      at + FIELDS.length,
    );
    commits.push({
      sha,
      tree,
      parents: parents === '' ? [] : parents.split(' '),
      author: { name: an, email: ae, date: apiTime(ad) },
      committer: { name: cn, email: ce, date: apiTime(cd) },
      message: message.replace(/\n+$/, ''),
    });
  }
  return commits;
}

export async function readCommit(
  repository: BareRepository,
  sha: string,
): Promise<CommitRecord | undefined> {
  const log = await repository.text(['log', '-1', '-z', FORMAT, sha, '--']);
  return parseCommits(log)[0];
}

export interface CommitQuery {
  /** A commit, or `base..head`. */
  range: string;
  path?: string;
  author?: string;
  since?: string;
  until?: string;
  skip?: number;
  limit?: number;
  oldestFirst?: boolean;
}

export async function listCommits(
  repository: BareRepository,
  query: CommitQuery,
): Promise<CommitRecord[]> {
  const log = await repository.text([
    'log',
    '-z',
    FORMAT,
    ...(query.oldestFirst ? ['--reverse', '--topo-order'] : []),
    ...(query.author ? ['--fixed-strings', `--author=${query.author}`] : []),
    ...(query.since ? [`--since=${query.since}`] : []),
    ...(query.until ? [`--until=${query.until}`] : []),
    ...(query.skip ? [`--skip=${query.skip}`] : []),
    ...(query.limit ? [`--max-count=${query.limit}`] : []),
    query.range,
    '--',
    ...(query.path ? [`:(literal)${query.path}`] : []),
  ]);
  return parseCommits(log);
}

export async function countCommits(
  repository: BareRepository,
  query: CommitQuery,
): Promise<number> {
  const count = await repository.text([
    'rev-list',
    '--count',
    ...(query.author ? ['--fixed-strings', `--author=${query.author}`] : []),
    ...(query.since ? [`--since=${query.since}`] : []),
    ...(query.until ? [`--until=${query.until}`] : []),
    query.range,
    '--',
    ...(query.path ? [`:(literal)${query.path}`] : []),
  ]);
  return Number(count);
}

export interface NewCommit {
  tree: string;
  parents: string[];
  message: string;
  author: Signature;
  committer: Signature;
}

/** Writes a commit object; no ref moves. */
export async function writeCommit(
  repository: BareRepository,
  commit: NewCommit,
): Promise<string> {
  return repository.text(
    [
      'commit-tree',
      commit.tree,
      ...commit.parents.flatMap(parent => ['-p', parent]),
      '-F',
      '-',
    ],
    {
      input: commit.message,
      environment: {
        GIT_AUTHOR_NAME: commit.author.name,
        GIT_AUTHOR_EMAIL: commit.author.email,
        GIT_AUTHOR_DATE: commit.author.date,
        GIT_COMMITTER_NAME: commit.committer.name,
        GIT_COMMITTER_EMAIL: commit.committer.email,
        GIT_COMMITTER_DATE: commit.committer.date,
      },
    },
  );
}
