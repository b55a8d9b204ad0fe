import { createHash } from 'node:crypto';

/**
 * A person or service account of the host.
 *
 * @public
 */
export interface ForgeUser {
  login: string;
  name: string;
  email: string;
  /** Secret that stands for the user in API calls and git pushes. */
  token: string;
  /** Slugs of the teams of the organisation that the user is in. */
  teams: string[];
}

/** A user without the token, which never leaves this module. */
export interface Person {
  id: number;
  login: string;
  name: string;
  email: string;
  teams: string[];
}

export interface Team {
  id: number;
  slug: string;
  members: Person[];
}

/** Compared by digest, so that the time of a look-up says nothing. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Who exists on the host, in which teams, and whose a token is. */
export class People {
  private readonly persons: Person[];
  private readonly byToken = new Map<string, Person>();
  readonly teams: Team[];

  constructor(readonly organisation: string, users: ForgeUser[]) {
    this.persons = users.map(({ login, name, email, teams }, at) => ({
      id: 1001 + at,
      login,
      name,
      email,
      teams,
    }));
    users.forEach((user, at) => {
      if (user.token === '') {
        throw new Error(`The token of the user ${user.login} is empty.`);
      }
      this.byToken.set(digest(user.token), this.persons[at]);
    });
    if (this.byToken.size !== users.length) {
      throw new Error('Two users of the Git host have the same token.');
    }
    const slugs = [...new Set(users.flatMap(user => user.teams))].sort();
    this.teams = slugs.map((slug, at) => ({
      id: 501 + at,
      slug,
      members: this.persons.filter(person => person.teams.includes(slug)),
    }));
  }

  all(): Person[] {
    return this.persons;
  }

  find(login: string): Person | undefined {
    const wanted = login.toLowerCase();
    return this.persons.find(person => person.login.toLowerCase() === wanted);
  }

  /** A person for a login that was written down before, even if gone by now. */
  known(login: string): Person {
    return (
      this.find(login) ?? { id: 1, login, name: login, email: '', teams: [] }
    );
  }

  byEmail(email: string): Person | undefined {
    const wanted = email.toLowerCase();
    return this.persons.find(person => person.email.toLowerCase() === wanted);
  }

  withToken(token: string): Person | undefined {
    return this.byToken.get(digest(token));
  }

  team(slug: string): Team | undefined {
    return this.teams.find(team => team.slug === slug);
  }
}
