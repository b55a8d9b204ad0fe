import { Fleet } from '@flotilla/model';

/** Where it is known who is on a team of the Git host. */
export interface TeamSource {
  /** Logins of a team's members. */
  teamMembers(team: string): Promise<string[]>;
}

/** What the directory needs to know of a fleet. */
export interface FleetRoles {
  roles: Fleet['spec']['roles'];
  host: TeamSource;
}

/** Tells which of a fleet's roles somebody has: `fleet.yaml` names teams and logins, the Git host knows the teams. */
export class RoleDirectory {
  constructor(
    private readonly options: {
      fleet(name: string): FleetRoles | undefined;
      /** The Git host's login of a Backstage user; undefined when the catalog doesn't say. */
      loginOf(userEntityRef: string): Promise<string | undefined>;
    },
  ) {}

  /** The Git host's login of a Backstage user; undefined when nobody knows it. */
  loginOf(userEntityRef: string): Promise<string | undefined> {
    return this.options.loginOf(userEntityRef);
  }

  /** Roles of a Backstage user. Somebody without a login on the Git host has none. */
  async ofRequester(fleet: string, userEntityRef: string): Promise<string[]> {
    const login = await this.options.loginOf(userEntityRef);
    return login ? this.ofLogin(fleet, login) : [];
  }

  /**
   * Roles of a user of the Git host.
   *
   * @throws when the Git host can't tell who is on a team: a role is never guessed
   */
  async ofLogin(fleet: string, login: string): Promise<string[]> {
    const known = this.options.fleet(fleet);
    const roles = await Promise.all(
      (known?.roles ?? []).map(async role =>
        (await this.holds(role.subjects, login, known?.host))
          ? [role.name]
          : [],
      ),
    );
    return roles.flat();
  }

  private async holds(
    subjects: readonly string[],
    login: string,
    host: TeamSource | undefined,
  ): Promise<boolean> {
    const isLogin = (name: string) =>
      name.toLowerCase() === login.toLowerCase();
    for (const subject of subjects) {
      const [, team] = /^@[^/]+\/(.+)$/.exec(subject) ?? [];
      const members = team ? await membersOf(team, host) : [subject];
      if (members?.some(isLogin)) {
        return true;
      }
    }
    return false;
  }
}

/** A team that isn't there has no members: nobody gets a role by it. Any other failure is the caller's to tell. */
async function membersOf(
  team: string,
  host: TeamSource | undefined,
): Promise<string[] | undefined> {
  try {
    return await host?.teamMembers(team);
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') {
      return [];
    }
    throw error;
  }
}
