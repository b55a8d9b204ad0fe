import {
  CHECK_CONCLUSIONS,
  CHECK_STATUSES,
  CheckRun,
  CheckRunContent,
} from '../checks/CheckRuns';
import { apiTime } from '../git/commits';
import { isObjectId } from '../git/refNames';
import { invalid, notFound, unprocessable } from '../problems';
import { representCheckRun } from '../represent/checks';
import { HostedRepository } from '../repositories/Repositories';
import { Exchange } from './Exchange';
import { Input } from './input';
import { Routes } from './Routes';

function webAddress(input: Input, field: string): string | undefined {
  const url = input.optionalString(field);
  if (url === undefined) return undefined;
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw invalid('CheckRun', field);
  }
  return url;
}

/** The fields that a call names; a conclusion completes the run. */
function changeOf(input: Input): Partial<CheckRunContent> {
  const status = input.oneOf('status', CHECK_STATUSES);
  const conclusion = input.oneOf('conclusion', CHECK_CONCLUSIONS);
  if (status === 'completed' && !conclusion) {
    throw invalid('CheckRun', 'conclusion', 'missing_field');
  }
  const output = input.object('output');
  const now = apiTime(new Date());
  const change: Partial<CheckRunContent> = {
    name: input.optionalString('name'),
    detailsUrl: webAddress(input, 'details_url'),
    externalId: input.optionalString('external_id'),
    title: output?.optionalString('title'),
    summary: output?.optionalString('summary'),
    text: output?.optionalString('text'),
    startedAt: input.optionalString('started_at'),
    status: conclusion ? 'completed' : status,
    conclusion,
    completedAt: conclusion
      ? input.optionalString('completed_at') ?? now
      : undefined,
  };
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  );
}

function send(
  exchange: Exchange,
  repository: HostedRepository,
  run: CheckRun,
  status = 200,
) {
  const { links, people } = exchange.host;
  exchange.send(representCheckRun(links, people, repository, run), status);
}

async function createRun(exchange: Exchange) {
  const { host, repository, input } = exchange;
  const sha = input.string('head_sha');
  if (!isObjectId(sha) || !(await repository.git.peel(sha, 'commit'))) {
    throw unprocessable(`No commit found for SHA: ${sha}`);
  }
  const run = host.checkRuns.create(repository.id, sha, {
    status: 'queued',
    conclusion: undefined,
    detailsUrl: undefined,
    externalId: undefined,
    title: undefined,
    summary: undefined,
    text: undefined,
    startedAt: apiTime(new Date()),
    completedAt: undefined,
    ...changeOf(input),
    name: input.string('name'),
  });
  send(exchange, repository, run, 201);
}

function runOf(exchange: Exchange) {
  const { host, repository } = exchange;
  const id = Number(exchange.parameter('id'));
  const run = Number.isSafeInteger(id)
    ? host.checkRuns.find(repository.id, id)
    : undefined;
  if (!run) throw notFound();
  return { host, repository, run };
}

async function listRuns(exchange: Exchange) {
  const { host, repository } = exchange;
  const sha = await exchange.commit(repository, exchange.parameter('0'));
  const name = exchange.query('check_name');
  const status = exchange.query('status');
  const runs = host.checkRuns
    .list(repository.id, sha)
    .filter(run => name === undefined || run.name === name)
    .filter(run => status === undefined || run.status === status);
  const { entries, total } = exchange.slice(runs);
  exchange.sendPage(
    { entries, total },
    {
      total_count: total,
      check_runs: entries.map(run =>
        representCheckRun(host.links, host.people, repository, run),
      ),
    },
  );
}

/** Check runs of commits. */
export function addCheckRunRoutes(routes: Routes) {
  const runs = '/repos/:owner/:repo/check-runs';
  routes.post(runs, createRun);
  routes.get(`${runs}/:id`, exchange => {
    const { repository, run } = runOf(exchange);
    send(exchange, repository, run);
  });
  routes.patch(`${runs}/:id`, exchange => {
    const { host, repository, run } = runOf(exchange);
    const changed = host.checkRuns.update(run, changeOf(exchange.input));
    send(exchange, repository, changed);
  });
  routes.get('/repos/:owner/:repo/commits/*/check-runs', listRuns);
}
