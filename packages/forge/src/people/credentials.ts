import { People, Person } from './People';

/** Who sent a request, as far as its Authorization header says. */
export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'person'; person: Person }
  | { kind: 'refused' };

function tokenOf(header: string): string | undefined {
  const [scheme, value = ''] = header.trim().split(/\s+/, 2);
  switch (scheme.toLowerCase()) {
    case 'token':
    case 'bearer':
      return value;
    case 'basic': {
      const pair = Buffer.from(value, 'base64').toString('utf8');
      // Git sends any user name with the token as the password.
      return pair.slice(pair.indexOf(':') + 1);
    }
    default:
      return undefined;
  }
}

export function callerOf(people: People, header: string | undefined): Caller {
  if (header === undefined) return { kind: 'anonymous' };
  const token = tokenOf(header);
  const person = token ? people.withToken(token) : undefined;
  return person ? { kind: 'person', person } : { kind: 'refused' };
}
