import type { Octokit } from 'octokit';
import { RepositoryRefused } from '../errors';
import { createGithubClient, GithubHostOptions } from './GithubClient';
import {
  OpenedPullRequest,
  openPullRequest,
  PullRequestProposal,
} from './openPullRequest';
import {
  CommitStatus,
  PullRequestState,
  readPullRequest,
} from './pullRequestState';

/** GitHub refuses longer descriptions of a status. */
const STATUS_DESCRIPTION = 140;

/**
 * One repository on GitHub, GitHub Enterprise or a host that speaks the same API.
 *
 * All methods throw RepositoryUnreachable when the host doesn't answer, RepositoryRefused when it refuses the
 * token, NotFoundError, InputError or ConflictError as their messages say.
 *
 * @public
 */
export class GithubHost {
  private readonly client: Octokit;
  private readonly place: { owner: string; repo: string };

  constructor(options: GithubHostOptions) {
    this.client = createGithubClient(options);
    this.place = { owner: options.owner, repo: options.repo };
  }

  /**
   * Proposes a change as one commit and one pull request, in at most six calls whatever the number of files.
   * Run again, it finds and updates what it made; a moved base is taken in.
   *
   * @throws ConflictError when the branch holds a commit that isn't ours (it names who pushed), and when the
   * base already holds these very files
   */
  async openPullRequest(
    proposal: PullRequestProposal,
  ): Promise<OpenedPullRequest> {
    return openPullRequest(this.client, this.place, proposal);
  }

  async pullRequest(number: number): Promise<PullRequestState> {
    return readPullRequest(this.client, this.place, number);
  }

  /** Numbers of the open pull requests into a branch, newest first. */
  async openPullRequests(
    baseBranch: string,
  ): Promise<{ number: number; headSha: string; branch: string }[]> {
    const pulls = await this.client.paginate(this.client.rest.pulls.list, {
      ...this.place,
      base: baseBranch,
      state: 'open',
      per_page: 100,
    });
    return pulls.map(pull => ({
      number: pull.number,
      headSha: pull.head.sha,
      branch: pull.head.ref,
    }));
  }

  async setStatus(sha: string, status: CommitStatus): Promise<void> {
    await this.client.rest.repos.createCommitStatus({
      ...this.place,
      sha,
      state: status.state,
      context: status.context,
      description: status.description?.slice(0, STATUS_DESCRIPTION),
      target_url: status.targetUrl,
    });
  }

  async comment(number: number, body: string): Promise<void> {
    await this.client.rest.issues.createComment({
      ...this.place,
      issue_number: number,
      body,
    });
  }

  /** Login that the token belongs to; undefined when it is no user's, as that of an app. */
  async ownLogin(): Promise<string | undefined> {
    try {
      const { data } = await this.client.rest.users.getAuthenticated();
      return data.login;
    } catch (error) {
      if (error instanceof RepositoryRefused) {
        return undefined;
      }
      throw error;
    }
  }

  /**
   * Logins of a team's members, those of its child teams too.
   *
   * @param team - `platform`, `acme/platform` or `@acme/platform`
   */
  async teamMembers(team: string): Promise<string[]> {
    const { org, slug } = this.teamOf(team);
    const members = await this.client.paginate(
      this.client.rest.teams.listMembersInOrg,
      {
        org,
        team_slug: slug,
        per_page: 100,
      },
    );
    return members.map(member => member.login);
  }

  /** Those of the given teams that a login is in. Logins are compared as GitHub does, whatever their case. */
  async teamsOf(login: string, teams: readonly string[]): Promise<string[]> {
    const memberships = await Promise.all(
      teams.map(async team => ({
        team,
        members: await this.teamMembers(team),
      })),
    );
    return memberships
      .filter(({ members }) =>
        members.some(member => member.toLowerCase() === login.toLowerCase()),
      )
      .map(({ team }) => team);
  }

  private teamOf(team: string): { org: string; slug: string } {
    const [first, second] = team.replace(/^@/, '').split('/');
    return second
      ? { org: first, slug: second }
      : { org: this.place.owner, slug: first };
  }
}
