import { countCommits, listCommits, readCommit } from '../git/commits';
import { changedFiles, FileChange } from '../git/diff';
import { notFound } from '../problems';
import { HostedRepository } from '../repositories/Repositories';
import { representCommit, representFileChange } from '../represent/git';
import { representPullSimple } from '../represent/pulls';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

/** The tree of no files, so that a first commit has something to differ from. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

async function commitNamed(
  exchange: Exchange,
  repository: HostedRepository,
  name: string,
) {
  const sha = await exchange.commit(repository, name);
  const commit = await readCommit(repository.git, sha);
  if (!commit) throw notFound();
  return commit;
}

function counts(files: FileChange[]) {
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return { additions, deletions, total: additions + deletions };
}

async function sendCommit(exchange: Exchange) {
  const { host, repository } = exchange;
  const name = exchange.parameter('0');
  const commit = await commitNamed(exchange, repository, name);
  const accept = exchange.request.header('accept') ?? '';
  if (/vnd\.github\.(v3\.)?sha/.test(accept)) {
    exchange.response.type('text/plain').send(commit.sha);
    return;
  }
  const before = commit.parents[0] ?? EMPTY_TREE;
  const files = await changedFiles(repository.git, before, commit.sha);
  exchange.send({
    ...representCommit(host.links, host.people, repository, commit),
    stats: counts(files),
    files: files.map(file =>
      representFileChange(host.links, repository, commit.sha, file),
    ),
  });
}

/** `base...head`, either of them as `owner:branch`. */
function endsOf(basehead: string): [string, string] {
  const [base, head] = basehead.split('...');
  if (!base || !head) throw notFound();
  const branch = (end: string) => end.slice(end.indexOf(':') + 1);
  return [branch(base), branch(head)];
}

function relation(ahead: number, behind: number) {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}

async function sendComparison(exchange: Exchange) {
  const { host, repository } = exchange;
  const { git } = repository;
  const ends = endsOf(exchange.parameter('0'));
  const [base, head] = await Promise.all(
    ends.map(end => git.resolveCommit(end)),
  );
  const fork = base && head && (await git.mergeBase(base, head));
  if (!base || !head || !fork) throw notFound();
  const [baseCommit, forkCommit, ahead, behind, commits, files] =
    await Promise.all([
      commitNamed(exchange, repository, base),
      commitNamed(exchange, repository, fork),
      countCommits(git, { range: `${base}..${head}` }),
      countCommits(git, { range: `${head}..${base}` }),
      listCommits(git, { range: `${base}..${head}`, oldestFirst: true }),
      changedFiles(git, fork, head),
    ]);
  const shown = (commit: typeof baseCommit) =>
    representCommit(host.links, host.people, repository, commit);
  const page = `${host.links.page(repository)}/compare/${base}...${head}`;
  const { entries, total } = exchange.slice(commits);
  exchange.sendPage(
    { entries, total },
    {
      url: `${host.links.repository(repository)}/compare/${base}...${head}`,
      html_url: page,
      permalink_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: shown(baseCommit),
      merge_base_commit: shown(forkCommit),
      status: relation(ahead, behind),
      ahead_by: ahead,
      behind_by: behind,
      total_commits: total,
      commits: entries.map(shown),
      files: files.map(file =>
        representFileChange(host.links, repository, head, file),
      ),
    },
  );
}

/** The pull requests that a commit belongs to. */
async function sendPullsOfCommit(exchange: Exchange) {
  const { host, repository } = exchange;
  const sha = await exchange.commit(repository, exchange.parameter('0'));
  const related = [];
  for (const pull of host.pullStore.list(repository.id, { state: 'all' })) {
    const holds =
      pull.mergeSha === sha ||
      pull.headSha === sha ||
      ((await repository.git.isAncestor(sha, pull.headSha)) &&
        !(await repository.git.isAncestor(sha, pull.baseSha)));
    if (holds) related.push(representPullSimple(host, repository, pull));
  }
  exchange.sendPage(exchange.slice(related));
}

/** Single commits and comparisons. Added last: their addresses are greedy. */
export function addCommitRoutes(routes: Routes) {
  routes.get('/repos/:owner/:repo/compare/*', sendComparison);
  routes.get('/repos/:owner/:repo/commits/*/pulls', sendPullsOfCommit);
  routes.get('/repos/:owner/:repo/commits/*', sendCommit);
}
