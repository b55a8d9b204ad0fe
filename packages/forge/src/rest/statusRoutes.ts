import { combinedState, isStatusState } from '../checks/Statuses';
import { isObjectId } from '../git/refNames';
import { invalid, notFound, unprocessable } from '../problems';
import { representSimpleStatus, representStatus } from '../represent/checks';
import { representMinimalRepository } from '../represent/repository';
import { Exchange } from './Exchange';
import { Routes } from './Routes';

async function setStatus(exchange: Exchange) {
  const { host, repository, input, actor } = exchange;
  const sha = exchange.parameter('sha');
  if (!isObjectId(sha) || !(await repository.git.peel(sha, 'commit'))) {
    throw unprocessable(`No commit found for SHA: ${sha}`);
  }
  const state = input.string('state');
  if (!isStatusState(state)) throw invalid('Status', 'state');
  const description = input.optionalString('description');
  if (description !== undefined && description.length > 140) {
    throw invalid('Status', 'description');
  }
  const status = host.statuses.set(repository.id, {
    sha,
    state,
    context: input.optionalString('context') || 'default',
    description,
    targetUrl: targetUrl(input.optionalString('target_url')),
    creator: actor.login,
  });
  host.events.emit({ name: 'status', repository, status, sender: actor });
  const { links, people } = host;
  exchange.send(representStatus(links, people, repository, status), 201);
}

/** A link that pages show: only addresses of the web. */
function targetUrl(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw invalid('Status', 'target_url');
  }
  return url;
}

async function sendCombined(exchange: Exchange) {
  const { host, repository } = exchange;
  const { links, people } = host;
  const sha = await repository.git.resolveCommit(exchange.parameter('0'));
  if (!sha) throw notFound();
  const statuses = host.statuses.latest(repository.id, sha);
  const { entries, total } = exchange.slice(statuses);
  const api = links.repository(repository);
  exchange.sendPage(
    { entries, total },
    {
      state: combinedState(statuses),
      statuses: entries.map(status =>
        representSimpleStatus(links, people, repository, status),
      ),
      sha,
      total_count: total,
      repository: representMinimalRepository(links, people, repository),
      commit_url: `${api}/commits/${sha}`,
      url: `${api}/commits/${sha}/status`,
    },
  );
}

async function sendStatuses(exchange: Exchange) {
  const { host, repository } = exchange;
  const sha = await repository.git.resolveCommit(exchange.parameter('0'));
  if (!sha) throw notFound();
  const statuses = host.statuses
    .list(repository.id, sha)
    .map(status =>
      representStatus(host.links, host.people, repository, status),
    );
  exchange.sendPage(exchange.slice(statuses));
}

/** Statuses of commits. */
export function addStatusRoutes(routes: Routes) {
  routes.post('/repos/:owner/:repo/statuses/:sha', setStatus);
  routes.get('/repos/:owner/:repo/commits/*/status', sendCombined);
  routes.get('/repos/:owner/:repo/commits/*/statuses', sendStatuses);
}
