import { ForgeHost } from '../ForgeHost';
import { Ref } from '../git/BareRepository';
import { readCommit, Signature } from '../git/commits';
import { Person, Team } from '../people/People';
import { Refusal } from '../problems';
import { Pull } from '../pulls/PullStore';
import { HostedRepository } from '../repositories/Repositories';
import { nodeId } from '../represent/Links';
import { connection, Paging } from './connection';

type PullState = 'OPEN' | 'CLOSED' | 'MERGED';

interface PullFilter extends Paging {
  states?: PullState[] | null;
  headRefName?: string | null;
  baseRefName?: string | null;
}

function stateOf(pull: Pull): PullState {
  if (pull.mergedAt) return 'MERGED';
  return pull.state === 'open' ? 'OPEN' : 'CLOSED';
}

/** Answers queries in the name of one caller. */
export class Resolvers {
  constructor(
    private readonly host: ForgeHost,
    private readonly caller: Person,
  ) {}

  root() {
    return {
      viewer: () => this.user(this.caller),
      rateLimit: () => ({
        limit: 5000,
        cost: 1,
        remaining: 4999,
        used: 1,
        resetAt: new Date(Date.now() + 3_600_000).toISOString(),
      }),
      user: ({ login }: { login: string }) => {
        const person = this.host.people.find(login);
        return person ? this.user(person) : null;
      },
      organization: ({ login }: { login: string }) => this.organization(login),
      repository: ({ owner, name }: { owner: string; name: string }) =>
        this.repository(owner, name),
    };
  }

  private user(person: Person) {
    return {
      __typename: 'User',
      id: nodeId('User', person.id),
      login: person.login,
      name: person.name,
      email: person.email,
      url: `${this.host.links.base}/${person.login}`,
      avatarUrl: `${this.host.links.base}/avatars/${person.login}.svg`,
    };
  }

  private organization(login: string) {
    const { people, links } = this.host;
    if (login.toLowerCase() !== people.organisation.toLowerCase()) return null;
    return {
      id: nodeId('Organization', 1),
      login: people.organisation,
      name: people.organisation,
      url: `${links.base}/${people.organisation}`,
      team: ({ slug }: { slug: string }) => {
        const team = people.team(slug);
        return team ? this.team(team) : null;
      },
    };
  }

  private team(team: Team) {
    const { people, links } = this.host;
    return {
      id: nodeId('Team', team.id),
      slug: team.slug,
      name: team.slug,
      url: `${links.base}/orgs/${people.organisation}/teams/${team.slug}`,
      members: (paging: Paging) =>
        connection(team.members, paging, person => this.user(person)),
    };
  }

  private repository(owner: string, name: string) {
    const { repositories, links, pullStore } = this.host;
    const repository = repositories.find(owner, name);
    if (!repository) {
      throw new Refusal(
        404,
        `Could not resolve to a Repository with the name '${owner}/${name}'.`,
      );
    }
    return {
      id: nodeId('Repository', repository.id),
      name: repository.name,
      nameWithOwner: `${repository.owner}/${repository.name}`,
      url: links.page(repository),
      description: repository.description ?? null,
      isArchived: false,
      isFork: false,
      visibility: 'PUBLIC',
      defaultBranchRef: () => this.ref(repository, repository.defaultBranch),
      ref: ({ qualifiedName }: { qualifiedName: string }) =>
        this.ref(repository, qualifiedName),
      object: ({ oid, expression }: { oid?: string; expression?: string }) =>
        this.object(repository, oid ?? expression),
      pullRequest: ({ number }: { number: number }) => {
        const pull = pullStore.find(repository.id, number);
        return pull ? this.pull(repository, pull) : null;
      },
      pullRequests: (filter: PullFilter) => this.pulls(repository, filter),
    };
  }

  private async ref(repository: HostedRepository, qualifiedName: string) {
    const full = qualifiedName.startsWith('refs/')
      ? qualifiedName
      : `refs/heads/${qualifiedName}`;
    const ref = await repository.git.ref(full);
    if (!ref) return null;
    const name = full.replace(/^refs\/[^/]+\//, '');
    return {
      id: nodeId('Ref', `${repository.id}:${full}`),
      name,
      prefix: full.slice(0, full.length - name.length),
      target: () => this.target(repository, ref),
      associatedPullRequests: (filter: PullFilter) =>
        this.pulls(repository, { ...filter, headRefName: name }),
    };
  }

  private async target(repository: HostedRepository, { sha, type }: Ref) {
    if (type !== 'commit') return { __typename: 'Tag', oid: sha };
    return this.commit(repository, sha);
  }

  /** A commit by its id or a name for it; other objects aren't served. */
  private async object(repository: HostedRepository, name: string | undefined) {
    if (!name || name.startsWith('-')) return null;
    const sha = await repository.git.peel(name, 'commit');
    return sha ? this.commit(repository, sha) : null;
  }

  private async commit(repository: HostedRepository, sha: string) {
    const commit = await readCommit(repository.git, sha);
    if (!commit) return null;
    return {
      __typename: 'Commit',
      oid: sha,
      message: commit.message,
      committedDate: commit.committer.date,
      url: `${this.host.links.page(repository)}/commit/${sha}`,
      tree: { oid: commit.tree },
      author: this.gitActor(commit.author),
      committer: this.gitActor(commit.committer),
    };
  }

  private gitActor(signature: Signature) {
    const person = this.host.people.byEmail(signature.email);
    return { ...signature, user: person ? this.user(person) : null };
  }

  private pulls(repository: HostedRepository, filter: PullFilter) {
    const pulls = this.host.pullStore
      .list(repository.id, {
        state: 'all',
        headBranch: filter.headRefName ?? undefined,
        baseBranch: filter.baseRefName ?? undefined,
        direction: 'asc',
      })
      .filter(pull => filter.states?.includes(stateOf(pull)) ?? true);
    return connection(pulls, filter, pull => this.pull(repository, pull));
  }

  private pull(repository: HostedRepository, pull: Pull) {
    const { labels, links, people, merging } = this.host;
    return {
      id: nodeId('PullRequest', pull.id),
      number: pull.number,
      title: pull.title,
      body: pull.body ?? '',
      url: `${links.page(repository)}/pull/${pull.number}`,
      state: stateOf(pull),
      isDraft: pull.draft,
      isCrossRepository: false,
      labels: (paging: Paging) =>
        connection(labels.of(pull), paging, label => ({
          ...label,
          id: nodeId('Label', label.id),
        })),
      merged: pull.mergedAt !== undefined,
      mergedAt: pull.mergedAt ?? null,
      closed: pull.state === 'closed',
      createdAt: pull.createdAt,
      updatedAt: pull.updatedAt,
      headRefName: pull.headBranch,
      headRefOid: pull.headSha,
      baseRefName: pull.baseBranch,
      baseRefOid: pull.baseSha,
      author: this.user(people.known(pull.author)),
      mergeable: async () => {
        if (pull.state === 'closed') return 'UNKNOWN';
        const { mergeable } = await merging.assess(repository, pull);
        return mergeable ? 'MERGEABLE' : 'CONFLICTING';
      },
    };
  }
}
