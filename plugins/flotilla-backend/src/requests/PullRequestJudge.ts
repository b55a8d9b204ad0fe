import { Verdict } from '@flotilla/backstage-plugin-flotilla-common';
import { ConflictError } from '@backstage/errors';
import {
  FleetRender,
  Problem,
  renderAgainInSteps,
  writtenEdits,
} from '@flotilla/model';
import { judgeInSteps, leastPrivileged } from '@flotilla/policy';
import { RepositoryFiles } from '@flotilla/repository';
import { inSteps } from '../fleets/inSteps';
import { RoleDirectory } from '../roles/RoleDirectory';
import { RenderedHead, RenderedHeads } from './RenderedHeads';

/** A fleet's merged commit, as verdicts need it. */
export interface JudgedFleet {
  name: string;
  commit: string;
  render: FleetRender;
  refused: readonly Problem[];
  mirror: {
    fetchPullRequest(
      number: number,
    ): Promise<{ head: string; mergeBase: string }>;
    changedPaths(from: string, to: string): Promise<string[]>;
    files(
      commit: string,
      include?: (path: string) => boolean,
    ): Promise<RepositoryFiles>;
  };
}

/** Who made a pull request and who approved it, by logins of the Git host. */
export interface PullRequestActors {
  number: number;
  /** The commit that is judged, and that the approvals are of. */
  headSha: string;
  author: string;
  /** Others who made its commits. */
  pushers: readonly string[];
  /** Entity reference of the person who asked in the portal, where somebody did. */
  requester?: string;
  approvals: string[];
}

/** Judges a pull request: what the merged commit would become, by the policies that it has now. */
export class PullRequestJudge {
  private readonly heads = new RenderedHeads();

  constructor(private readonly roles: RoleDirectory) {}

  /**
   * @param portal - login of the portal's own account: what it opens counts as its requester's
   * @throws when the commits can't be read or a team can't be looked up: there is no verdict then
   */
  async verdict(
    fleet: JudgedFleet,
    by: PullRequestActors,
    portal: string | undefined,
  ): Promise<Verdict> {
    const { edits, render, problems } = await this.heads.of(
      fleet.render,
      by.headSha,
      () => this.headOf(fleet, by),
    );
    if (problems.length > 0) {
      return unreadable(problems);
    }
    const roles = await this.actingRoles(fleet.name, by, portal);
    const steps = judgeInSteps({
      base: fleet.render,
      edits,
      head: render,
      refused: { base: fleet.refused },
      actors: {
        author: by.author,
        requester: by.requester,
        pushers: await this.alsoActing(by),
        roles,
      },
      approvals: await Promise.all(
        by.approvals.map(async login => ({
          login,
          roles: await this.roles.ofLogin(fleet.name, login),
        })),
      ),
    });
    return inSteps(steps);
  }

  /** Roles that author, pushers and requester all have: the least privileged acts. */
  private async actingRoles(
    fleet: string,
    { author, requester, pushers }: PullRequestActors,
    portal: string | undefined,
  ): Promise<string[]> {
    const opened = requester !== undefined && author === portal;
    const logins = new Set(opened ? pushers : [author, ...pushers]);
    const roles = await Promise.all([
      ...(requester === undefined
        ? []
        : [this.roles.ofRequester(fleet, requester)]),
      ...[...logins].map(login => this.roles.ofLogin(fleet, login)),
    ]);
    return leastPrivileged(...roles.map(held => ({ roles: held })));
  }

  /** Besides the author: the requester's name in the catalog need not be the login that would approve. */
  private async alsoActing({
    pushers,
    requester,
  }: PullRequestActors): Promise<string[]> {
    const login = requester && (await this.roles.loginOf(requester));
    return login ? [...pushers, login] : [...pushers];
  }

  /** What the pull request changed since it left the branch, on top of what the branch is now. */
  private async headOf(
    fleet: JudgedFleet,
    { number, headSha }: PullRequestActors,
  ): Promise<RenderedHead> {
    const { head, mergeBase } = await fleet.mirror.fetchPullRequest(number);
    // What is said of one commit must not come to stand on another.
    if (head !== headSha) {
      throw new ConflictError(
        `Pull request ${number} moved from ${headSha.slice(
          0,
          10,
        )} to ${head.slice(0, 10)} while it was judged`,
      );
    }
    const changed = new Set(await fleet.mirror.changedPaths(mergeBase, head));
    const theirs = await fleet.mirror.files(head, path => changed.has(path));
    const { problems } = theirs;
    const edits = new Map(
      [...changed].map(path => [path, theirs.get(path) ?? null]),
    );
    if (problems.length > 0) {
      return { edits, problems };
    }
    const steps = renderAgainInSteps(fleet.render, writtenEdits(edits));
    return { edits, render: await inSteps(steps), problems };
  }
}

/** Symlinks, submodules and what isn't text can't be judged, so they can't come in. */
function unreadable(problems: readonly Problem[]): Verdict {
  return {
    outcome: 'Denied',
    summary: `${problems[0].path} ${problems[0].message}`,
    approvals: [],
    findings: problems.map(({ path, message, remedy }) => ({
      policy: 'built-in: only text files',
      path,
      severity: 'high',
      enforcementAction: 'deny',
      message: `${path} ${message}`,
      remediation: remedy,
    })),
  };
}
