import type { Ruling } from './ruling';
import type { Actors, Approver, RequiredApproval } from './verdict';

/**
 * The roles that everybody who acts has: who pushes somebody else's change gains nothing by it.
 *
 * @param people - author, pushers and requester
 * @public
 */
export function leastPrivileged(
  ...people: readonly { roles: readonly string[] }[]
): string[] {
  const [first, ...others] = people;
  return (first?.roles ?? []).filter(role =>
    others.every(person => person.roles.includes(role)),
  );
}

/** What each policy asks for, and how many of the people who approve count for it. */
export function requiredApprovals(
  rulings: readonly Ruling[],
  approvals: readonly Approver[],
  actors: Actors,
): RequiredApproval[] {
  const required = new Map<string, RequiredApproval>();
  for (const ruling of rulings) {
    if (ruling.kind !== 'Approval') continue;
    const { policy, enforcementAction } = ruling.finding;
    if (enforcementAction !== 'deny') continue;
    const key = `${policy} ${ruling.role}`;
    const count = Math.max(ruling.count, required.get(key)?.count ?? 0);
    const given = countApprovers(ruling.role, approvals, actors);
    required.set(key, { role: ruling.role, count, given, policy });
  }
  return [...required.values()];
}

function countApprovers(
  role: string,
  approvals: readonly Approver[],
  { author, requester, pushers = [] }: Actors,
): number {
  const acting = new Set([author, requester, ...pushers].map(loginOf));
  const logins = approvals
    .filter(({ roles }) => roles.includes(role))
    .map(({ login }) => loginOf(login))
    .filter(login => !acting.has(login));
  return new Set(logins).size;
}

/**
 * The login in a login or an entity reference (`user:default/ada`). Logins don't tell case apart. That
 * a catalog user is named like the login errs on the safe side: at worst an approval isn't counted.
 */
function loginOf(name = ''): string {
  return (name.split('/').pop() ?? '').toLowerCase();
}
