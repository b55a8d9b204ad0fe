import { People, Person, Team } from '../people/People';
import { Links, nodeId } from './Links';

/** A user as it stands inside everything else. */
export function representUser(links: Links, person: Person) {
  const url = links.user(person.login);
  return {
    login: person.login,
    id: person.id,
    node_id: nodeId('User', person.id),
    avatar_url: `${links.base}/avatars/${person.login}.svg`,
    gravatar_id: '',
    url,
    html_url: `${links.base}/${person.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    site_admin: false,
  };
}

export function representProfile(links: Links, person: Person) {
  return {
    ...representUser(links, person),
    name: person.name,
    company: null,
    blog: '',
    location: null,
    email: person.email || null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
  };
}

/** The caller's own account, which says more than a profile. */
export function representSelf(links: Links, person: Person) {
  return {
    ...representProfile(links, person),
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
}

/** The organisation, or a person, in the place of a repository's owner. */
export function representOwner(links: Links, people: People, owner: string) {
  const person = people.find(owner);
  if (person) return representUser(links, person);
  const asUser = { id: 1, login: owner, name: owner, email: '', teams: [] };
  return { ...representUser(links, asUser), type: 'Organization' };
}

export function representOrganisationSimple(links: Links, login: string) {
  const url = `${links.api}/orgs/${login}`;
  return {
    login,
    id: 1,
    node_id: nodeId('Organization', 1),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${links.base}/avatars/${login}.svg`,
    description: null,
  };
}

export function representOrganisation(links: Links, login: string) {
  return {
    ...representOrganisationSimple(links, login),
    name: login,
    is_verified: false,
    has_organization_projects: false,
    has_repository_projects: false,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${links.base}/${login}`,
    type: 'Organization',
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
    archived_at: null,
  };
}

export function representTeam(links: Links, organisation: string, team: Team) {
  const url = `${links.api}/orgs/${organisation}/teams/${team.slug}`;
  return {
    id: team.id,
    node_id: nodeId('Team', team.id),
    url,
    html_url: `${links.base}/orgs/${organisation}/teams/${team.slug}`,
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    parent: null,
    type: 'organization',
  };
}
