import { countCommits, listCommits, readCommit } from '../git/commits';
import { branchOf, isRefName } from '../git/refNames';
import { notFound } from '../problems';
import { HostedRepository } from '../repositories/Repositories';
import { representCommit } from '../represent/git';
import {
  representFullRepository,
  representMinimalRepository,
} from '../represent/repository';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

function sendRepository(exchange: Exchange) {
  const { host, repository, person } = exchange;
  const numbers = {
    pushedAt: host.repositories.pushedAt(repository),
    openPulls: host.pullStore.countOpen(repository.id),
  };
  exchange.send(
    representFullRepository(
      host.links,
      host.people,
      repository,
      numbers,
      person,
    ),
  );
}

function isProtected(repository: HostedRepository, branch: string): boolean {
  const { requiredStatuses, requiredApprovals } = repository.protection;
  const anyRule = requiredStatuses.length > 0 || requiredApprovals > 0;
  return anyRule && branch === repository.defaultBranch;
}

function representProtection(
  exchange: Exchange,
  repository: HostedRepository,
  branch: string,
) {
  const api = exchange.host.links.repository(repository);
  const url = `${api}/branches/${branch}/protection`;
  if (!isProtected(repository, branch)) return { enabled: false };
  const { requiredStatuses, requiredApprovals } = repository.protection;
  return {
    enabled: true,
    url,
    required_status_checks: {
      url: `${url}/required_status_checks`,
      strict: false,
      contexts: requiredStatuses,
      contexts_url: `${url}/required_status_checks/contexts`,
      checks: requiredStatuses.map(context => ({ context, app_id: null })),
    },
    ...(requiredApprovals > 0
      ? {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: false,
            require_code_owner_reviews: false,
            required_approving_review_count: requiredApprovals,
          },
        }
      : {}),
  };
}

async function sendBranches(exchange: Exchange) {
  const { host, repository } = exchange;
  const api = host.links.repository(repository);
  const refs = await repository.git.refs('refs/heads/');
  const branches = refs.map(({ ref, sha }) => {
    const name = branchOf(ref) ?? ref;
    return {
      name,
      commit: { sha, url: `${api}/commits/${sha}` },
      protected: isProtected(repository, name),
    };
  });
  exchange.sendPage(exchange.slice(branches));
}

async function sendBranch(exchange: Exchange) {
  const { host, repository } = exchange;
  const name = exchange.parameter('0');
  const sha = await repository.git.branchHead(name);
  const commit = sha && (await readCommit(repository.git, sha));
  if (!commit) throw notFound();
  const api = host.links.repository(repository);
  const url = `${api}/branches/${name}`;
  exchange.send({
    name,
    commit: representCommit(host.links, host.people, repository, commit),
    _links: { self: url, html: host.links.treePage(repository, name, '') },
    protected: isProtected(repository, name),
    protection: representProtection(exchange, repository, name),
    protection_url: `${url}/protection`,
  });
}

async function sendProtection(exchange: Exchange) {
  const { repository } = exchange;
  const name = exchange.parameter('0');
  if (!isRefName(name) || !isProtected(repository, name)) throw notFound();
  exchange.send(representProtection(exchange, repository, name));
}

async function sendCommits(exchange: Exchange) {
  const { host, repository } = exchange;
  const start = exchange.query('sha') ?? repository.defaultBranch;
  const sha = await repository.git.resolveCommit(start);
  if (!sha) throw notFound();
  const query = {
    range: sha,
    path: exchange.query('path'),
    author: exchange.query('author'),
    since: exchange.query('since'),
    until: exchange.query('until'),
  };
  const { skip, perPage } = exchange.window;
  const [commits, total] = await Promise.all([
    listCommits(repository.git, { ...query, skip, limit: perPage }),
    countCommits(repository.git, query),
  ]);
  exchange.sendPage({
    entries: commits.map(commit =>
      representCommit(host.links, host.people, repository, commit),
    ),
    total,
  });
}

/** Repositories, their branches and their history. */
export function addRepositoryRoutes(routes: Routes) {
  routes.get('/repos/:owner/:repo', sendRepository);
  routes.get('/orgs/:org/repos', exchange => {
    const { host } = exchange;
    const owned = host.repositories
      .list()
      .filter(({ owner }) => owner === exchange.parameter('org'))
      .map(repository =>
        representMinimalRepository(host.links, host.people, repository),
      );
    exchange.sendPage(exchange.slice(owned));
  });
  routes.get('/repos/:owner/:repo/branches', sendBranches);
  routes.get('/repos/:owner/:repo/branches/*/protection', sendProtection);
  routes.get('/repos/:owner/:repo/branches/*', sendBranch);
  routes.get('/repos/:owner/:repo/commits', sendCommits);
}
