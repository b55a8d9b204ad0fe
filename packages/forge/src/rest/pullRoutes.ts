import { listCommits } from '../git/commits';
import { unifiedDiff } from '../git/diff';
import {
  invalid,
  invalidBecause,
  notFound,
  Refusal,
  unprocessable,
} from '../problems';
import { headBranchOf } from '../pulls/PullRequests';
import { Pull } from '../pulls/PullStore';
import { HostedRepository } from '../repositories/Repositories';
import { representCommit, representFileChange } from '../represent/git';
import {
  filesOf,
  representPull,
  representPullSimple,
} from '../represent/pulls';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

const STATES = ['open', 'closed', 'all'] as const;

function sendPulls(exchange: Exchange) {
  const { host, repository } = exchange;
  const head = exchange.query('head');
  const headBranch = head && headBranchOf(repository, head);
  const sort = exchange.query('sort') === 'updated' ? 'updated' : 'created';
  const direction = exchange.query('direction') === 'asc' ? 'asc' : 'desc';
  const asked = exchange.query('state') ?? 'open';
  const state = STATES.find(known => known === asked);
  if (!state) throw invalid('PullRequest', 'state');
  const pulls =
    head && !headBranch
      ? []
      : host.pullStore.list(repository.id, {
          state,
          headBranch,
          baseBranch: exchange.query('base'),
          sort,
          direction,
        });
  const { entries, total } = exchange.slice(pulls);
  exchange.sendPage({
    entries: entries.map(pull => representPullSimple(host, repository, pull)),
    total,
  });
}

async function openPull(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const title = input.optionalString('title');
  if (!title) throw invalid('PullRequest', 'title', 'missing_field');
  const pull = await host.pulls.open(
    repository,
    {
      title,
      body: input.optionalString('body'),
      head: input.string('head'),
      base: input.string('base'),
      draft: input.optionalBoolean('draft'),
    },
    actor,
  );
  exchange.send(await representPull(host, repository, pull), 201);
}

async function sendPull(exchange: Exchange) {
  const { host, repository, request } = exchange;
  const pull = exchange.pull(repository);
  if (/vnd\.github\.(v3\.)?diff/.test(request.header('accept') ?? '')) {
    exchange.response.type('text/plain').send(await diffOf(repository, pull));
    return;
  }
  exchange.send(await representPull(host, repository, pull));
}

/** The pull request's change as one unified diff. */
export async function diffOf(
  repository: HostedRepository,
  pull: Pull,
): Promise<string> {
  const fork = await repository.git.mergeBase(pull.baseSha, pull.headSha);
  return fork ? unifiedDiff(repository.git, fork, pull.headSha) : '';
}

async function editPull(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const title = input.optionalString('title');
  if (title === '') throw invalid('PullRequest', 'title', 'missing_field');
  const pull = await host.pulls.edit(
    repository,
    exchange.pull(repository),
    {
      title,
      body: input.optionalString('body'),
      state: input.oneOf('state', ['open', 'closed']),
      base: input.optionalString('base'),
    },
    actor,
  );
  exchange.send(await representPull(host, repository, pull));
}

async function sendFiles(exchange: Exchange) {
  const { host, repository } = exchange;
  const pull = exchange.pull(repository);
  const { entries, total } = exchange.slice(await filesOf(repository, pull));
  exchange.sendPage({
    entries: entries.map(file =>
      representFileChange(host.links, repository, pull.headSha, file),
    ),
    total,
  });
}

async function sendPullCommits(exchange: Exchange) {
  const { host, repository } = exchange;
  const pull = exchange.pull(repository);
  const range = `${pull.baseSha}..${pull.headSha}`;
  const commits = await listCommits(repository.git, {
    range,
    oldestFirst: true,
  });
  exchange.sendPage(
    exchange.slice(
      commits.map(commit =>
        representCommit(host.links, host.people, repository, commit),
      ),
    ),
  );
}

async function mergePull(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const { number } = exchange.pull(repository);
  const method = input.oneOf('merge_method', ['merge', 'squash', 'rebase']);
  if (method === 'rebase') {
    throw new Refusal(405, 'Rebase merges are not allowed on this repository.');
  }
  const { sha } = await host.merging.merge(
    repository,
    number,
    {
      method: method ?? 'merge',
      sha: input.optionalString('sha'),
      title: input.optionalString('commit_title'),
      message: input.optionalString('commit_message'),
    },
    actor,
  );
  exchange.send({
    sha,
    merged: true,
    message: 'Pull Request successfully merged',
  });
}

function reviewersOf(exchange: Exchange) {
  const { host, input } = exchange;
  const users = input.strings('reviewers');
  const teams = input.strings('team_reviewers');
  const strangers = [
    ...users.filter(login => !host.people.find(login)),
    ...teams.filter(slug => !host.people.team(slug)),
  ];
  if (strangers.length > 0) {
    throw unprocessable(
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the repository.',
    );
  }
  return { users, teams };
}

async function requestReviewers(exchange: Exchange) {
  const { host, repository, actor } = exchange;
  const pull = exchange.pull(repository);
  const reviewers = reviewersOf(exchange);
  if (reviewers.users.includes(pull.author)) {
    throw invalidBecause(
      'PullRequest',
      'Review cannot be requested from pull request author.',
    );
  }
  host.reviews.request(pull, reviewers);
  host.events.emit({
    name: 'pull_request',
    action: 'review_requested',
    repository,
    pull,
    sender: actor,
  });
  exchange.send(representPullSimple(host, repository, pull), 201);
}

/** Pull requests from opening to merging. */
export function addPullRoutes(routes: Routes) {
  const pulls = '/repos/:owner/:repo/pulls';
  routes.get(pulls, sendPulls);
  routes.post(pulls, openPull);
  routes.get(`${pulls}/:number`, sendPull);
  routes.patch(`${pulls}/:number`, editPull);
  routes.get(`${pulls}/:number/files`, sendFiles);
  routes.get(`${pulls}/:number/commits`, sendPullCommits);
  routes.get(`${pulls}/:number/merge`, exchange => {
    if (!exchange.pull(exchange.repository).mergedAt) throw notFound();
    exchange.sendNothing();
  });
  routes.put(`${pulls}/:number/merge`, mergePull);
  routes.get(`${pulls}/:number/requested_reviewers`, exchange => {
    const { host, repository } = exchange;
    const pull = representPullSimple(
      host,
      repository,
      exchange.pull(repository),
    );
    exchange.send({
      users: pull.requested_reviewers,
      teams: pull.requested_teams,
    });
  });
  routes.post(`${pulls}/:number/requested_reviewers`, requestReviewers);
  routes.delete(`${pulls}/:number/requested_reviewers`, exchange => {
    const { host, repository } = exchange;
    const pull = exchange.pull(repository);
    host.reviews.withdrawRequests(pull, reviewersOf(exchange));
    exchange.send(representPullSimple(host, repository, pull));
  });
}
