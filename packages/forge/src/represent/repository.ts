import { People, Person } from '../people/People';
import { HostedRepository } from '../repositories/Repositories';
import { Links, nodeId } from './Links';
import { representOwner } from './people';

const TEMPLATES = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

/** A repository as it stands inside commits' statuses and alike. */
export function representMinimalRepository(
  links: Links,
  people: People,
  repository: HostedRepository,
) {
  const { owner, name } = repository;
  const url = links.repository(repository);
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name,
    full_name: `${owner}/${name}`,
    private: false,
    owner: representOwner(links, people, owner),
    html_url: links.page(repository),
    description: repository.description ?? null,
    fork: false,
    url,
    ...Object.fromEntries(
      Object.entries(TEMPLATES).map(([key, path]) => [key, `${url}${path}`]),
    ),
  };
}

export interface RepositoryNumbers {
  pushedAt: string;
  openPulls: number;
}

/** A repository as pull requests and lists hold it. */
export function representRepository(
  links: Links,
  people: People,
  repository: HostedRepository,
  { pushedAt, openPulls }: RepositoryNumbers,
) {
  const page = links.page(repository);
  return {
    ...representMinimalRepository(links, people, repository),
    clone_url: `${page}.git`,
    git_url: `${page}.git`,
    ssh_url: `${page}.git`,
    svn_url: page,
    mirror_url: `${page}.git`,
    homepage: null,
    language: null,
    license: null,
    topics: [],
    visibility: 'public',
    default_branch: repository.defaultBranch,
    archived: false,
    disabled: false,
    is_template: false,
    allow_forking: false,
    web_commit_signoff_required: false,
    has_issues: false,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    size: 0,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: openPulls,
    open_issues_count: openPulls,
    created_at: repository.createdAt,
    updated_at: pushedAt,
    pushed_at: pushedAt,
  };
}

/** A repository asked for by name, with what the caller may do in it. */
export function representFullRepository(
  links: Links,
  people: People,
  repository: HostedRepository,
  numbers: RepositoryNumbers,
  caller: Person | undefined,
) {
  const writes = caller !== undefined;
  const owned = people.find(repository.owner) === undefined;
  return {
    ...representRepository(links, people, repository, numbers),
    ...(owned
      ? {
          organization: representOwner(links, people, repository.owner),
        }
      : {}),
    network_count: 0,
    subscribers_count: 0,
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: false,
    allow_auto_merge: false,
    allow_update_branch: false,
    delete_branch_on_merge: false,
    permissions: {
      admin: writes,
      maintain: writes,
      push: writes,
      triage: writes,
      pull: true,
    },
  };
}
