import { Verdict } from '@flotilla/backstage-plugin-flotilla-common';
import { FleetFiles, Problem } from '@flotilla/model';
import { judge } from '@flotilla/policy';
import { RepositoryFiles } from '@flotilla/repository';
import { RoleDirectory } from '../roles/RoleDirectory';

/** A fleet's merged commit, as verdicts need it. */
export interface JudgedFleet {
  name: string;
  commit: string;
  files: FleetFiles;
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
  author: string;
  /** Entity reference of the person who asked in the portal, where somebody did. */
  requester?: string;
  approvals: string[];
}

/** Judges a pull request: what the merged commit would become, by the policies that it has now. */
export class PullRequestJudge {
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
    const { files: after, problems } = await this.filesAfter(fleet, by.number);
    if (problems.length > 0) {
      return unreadable(problems);
    }
    const roles = await this.actingRoles(fleet.name, by, portal);
    return judge({
      before: fleet.files,
      after,
      actors: { author: by.author, requester: by.requester, roles },
      approvals: await Promise.all(
        by.approvals.map(async login => ({
          login,
          roles: await this.roles.ofLogin(fleet.name, login),
        })),
      ),
    });
  }

  /** Roles that author and requester both have: the least privileged acts. */
  private async actingRoles(
    fleet: string,
    { author, requester }: PullRequestActors,
    portal: string | undefined,
  ): Promise<string[]> {
    if (requester === undefined) {
      return this.roles.ofLogin(fleet, author);
    }
    const ofRequester = await this.roles.ofRequester(fleet, requester);
    if (author === portal) {
      return ofRequester;
    }
    const ofAuthor = await this.roles.ofLogin(fleet, author);
    return ofRequester.filter(role => ofAuthor.includes(role));
  }

  /** What the pull request changed since it left the branch, on top of what the branch is now. */
  private async filesAfter(
    fleet: JudgedFleet,
    number: number,
  ): Promise<{ files: FleetFiles; problems: readonly Problem[] }> {
    const { head, mergeBase } = await fleet.mirror.fetchPullRequest(number);
    const changed = new Set(await fleet.mirror.changedPaths(mergeBase, head));
    const theirs = await fleet.mirror.files(head, path => changed.has(path));
    const after = new Map(fleet.files);
    for (const path of changed) {
      const text = theirs.get(path);
      if (text === undefined) {
        after.delete(path);
      } else {
        after.set(path, text);
      }
    }
    return { files: after, problems: theirs.problems };
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
