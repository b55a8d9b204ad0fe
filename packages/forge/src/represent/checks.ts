import { CheckRun } from '../checks/CheckRuns';
import { CommitStatus } from '../checks/Statuses';
import { People } from '../people/People';
import { HostedRepository } from '../repositories/Repositories';
import { Links, nodeId } from './Links';
import { representOwner, representUser } from './people';

export function representStatus(
  links: Links,
  people: People,
  repository: HostedRepository,
  status: CommitStatus,
) {
  const creator = representUser(links, people.known(status.creator));
  return {
    url: `${links.repository(repository)}/statuses/${status.sha}`,
    avatar_url: creator.avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description ?? null,
    target_url: status.targetUrl ?? null,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  };
}

/** Statuses inside the combined one say less: no creator. */
export function representSimpleStatus(
  links: Links,
  people: People,
  repository: HostedRepository,
  status: CommitStatus,
) {
  const { creator, ...rest } = representStatus(
    links,
    people,
    repository,
    status,
  );
  return { ...rest, required: null };
}

function representApp(links: Links, people: People, owner: string) {
  return {
    id: 1,
    slug: 'flotilla',
    node_id: nodeId('App', 1),
    client_id: 'local',
    owner: representOwner(links, people, owner),
    name: 'Flotilla',
    description: null,
    external_url: links.base,
    html_url: `${links.base}/apps/flotilla`,
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
    permissions: { checks: 'write' },
    events: [],
  };
}

export function representCheckRun(
  links: Links,
  people: People,
  repository: HostedRepository,
  run: CheckRun,
) {
  const url = `${links.repository(repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    head_sha: run.sha,
    node_id: nodeId('CheckRun', run.id),
    external_id: run.externalId ?? '',
    url,
    html_url: `${links.page(repository)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? null,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: run.startedAt ?? null,
    completed_at: run.completedAt ?? null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    name: run.name,
    check_suite: { id: run.id },
    app: representApp(links, people, repository.owner),
    pull_requests: [],
  };
}
