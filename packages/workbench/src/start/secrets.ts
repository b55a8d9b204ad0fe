import { randomBytes } from 'node:crypto';
import { StateDirectory } from './StateDirectory';

/** Keys between the parts of the demo; made at the first start, never leave the machine. */
export interface DemoSecrets {
  /** Signs the local Git host's webhooks. */
  webhook: string;
  /** The workbench's own token for the portal. */
  portal: string;
  /** Signs the portal's sessions, so that they outlive a restart. */
  session: string;
  /** The token of each person on the local Git host, by login. */
  people: Record<string, string>;
  /** Guards the port that `npm run demo` talks to. */
  control: string;
}

export async function demoSecrets(
  state: StateDirectory,
  logins: readonly string[],
): Promise<DemoSecrets> {
  const known = await state.recall<DemoSecrets>('secrets');
  if (known && logins.every(login => known.people[login])) {
    return known;
  }
  const secrets = {
    webhook: secret(),
    portal: secret(),
    session: secret(),
    control: secret(),
    people: Object.fromEntries(logins.map(login => [login, secret()])),
    ...known,
  };
  await state.remember('secrets', secrets);
  return secrets;
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
