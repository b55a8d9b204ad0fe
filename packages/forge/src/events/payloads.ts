import { ForgeHost } from '../ForgeHost';
import { NO_OBJECT } from '../git/BareRepository';
import { CommitRecord, listCommits, readCommit } from '../git/commits';
import { branchOf } from '../git/refNames';
import { HostedRepository } from '../repositories/Repositories';
import { representReview } from '../represent/discussion';
import { representCommit } from '../represent/git';
import { representUser } from '../represent/people';
import { representPull, representPullSimple } from '../represent/pulls';
import { representFullRepository } from '../represent/repository';
import { RefChange } from '../repositories/RefUpdates';
import { ForgeEvent } from './Events';

/** GitHub names at most this many commits in one push. */
const MOST_COMMITS = 2048;

function pushedCommit(
  host: ForgeHost,
  repository: HostedRepository,
  commit: CommitRecord,
) {
  const { name, email } = commit.author;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${host.links.page(repository)}/commit/${commit.sha}`,
    author: { name, email, username: host.people.byEmail(email)?.login },
    committer: {
      name: commit.committer.name,
      email: commit.committer.email,
    },
    distinct: true,
  };
}

async function pushBody(
  host: ForgeHost,
  repository: HostedRepository,
  change: RefChange,
) {
  const { git } = repository;
  const { before, after } = change;
  const branch = branchOf(change.ref) !== undefined;
  const range = before ? `${before}..${after}` : after;
  const commits =
    branch && after && range
      ? await listCommits(git, {
          range,
          oldestFirst: true,
          limit: before ? MOST_COMMITS : 1,
        })
      : [];
  const head = branch && after ? await readCommit(git, after) : undefined;
  const forced =
    branch && before && after ? !(await git.isAncestor(before, after)) : false;
  return {
    ref: change.ref,
    before: before ?? NO_OBJECT,
    after: after ?? NO_OBJECT,
    created: before === undefined,
    deleted: after === undefined,
    forced,
    compare: `${host.links.page(repository)}/compare/${before}...${after}`,
    commits: commits.map(commit => pushedCommit(host, repository, commit)),
    head_commit: head ? pushedCommit(host, repository, head) : null,
  };
}

async function statusBody(
  host: ForgeHost,
  { repository, status }: Extract<ForgeEvent, { name: 'status' }>,
) {
  const commit = await readCommit(repository.git, status.sha);
  return {
    id: status.id,
    sha: status.sha,
    name: `${repository.owner}/${repository.name}`,
    context: status.context,
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    commit:
      commit && representCommit(host.links, host.people, repository, commit),
    branches: [],
    created_at: status.createdAt,
    updated_at: status.createdAt,
  };
}

async function bodyOf(host: ForgeHost, event: ForgeEvent) {
  const { repository } = event;
  switch (event.name) {
    case 'push':
      return {
        ...(await pushBody(host, repository, event.change)),
        pusher: { name: event.sender.login, email: event.sender.email },
      };
    case 'pull_request':
      return {
        action: event.action,
        number: event.pull.number,
        pull_request: await representPull(host, repository, event.pull),
        ...(event.action === 'synchronize'
          ? { before: event.before, after: event.pull.headSha }
          : {}),
      };
    case 'pull_request_review':
      return {
        action: event.action,
        pull_request: representPullSimple(host, repository, event.pull),
        review: representReview(
          host.links,
          host.people,
          repository,
          event.pull,
          event.review,
        ),
      };
    default:
      return statusBody(host, event);
  }
}

/** What a webhook is sent about an event. */
export async function payloadOf(host: ForgeHost, event: ForgeEvent) {
  const { links, people } = host;
  const { repository, sender } = event;
  const numbers = {
    pushedAt: host.repositories.pushedAt(repository),
    openPulls: host.pullStore.countOpen(repository.id),
  };
  return {
    ...(await bodyOf(host, event)),
    repository: representFullRepository(
      links,
      people,
      repository,
      numbers,
      sender,
    ),
    sender: representUser(links, sender),
  };
}
