import type { Ruling } from '../ruling';
import type { Judged } from '../writtenPolicies';
import { builtInFinding, OPERATOR } from './finding';

/** The files that decide who may do what, and what runs on pull requests. */
const GOVERNANCE =
  /^(policies\/|roles\/|providers\/|\.github\/|fleet\.ya?ml$|\.gitattributes$|(docs\/)?CODEOWNERS$)/;

/** A change of the rules themselves is approved by a cluster operator, whoever makes it. */
export function governanceNeedsOperator({ paths }: Judged): Ruling[] {
  const governing = paths.filter(path => GOVERNANCE.test(path));
  return governing.map(path => ({
    kind: 'Approval',
    role: OPERATOR,
    count: 1,
    finding: builtInFinding('governance', {
      path,
      message: `${path} decides who may do what`,
      remediation: 'Ask a cluster operator to review it.',
    }),
  }));
}

/**
 * A base whose own rules can't be read allows nothing but their repair: what they would have said is
 * not known.
 */
export function rulesAreReadable({ before, after }: Judged): Ruling[] {
  const broken = before.errors.filter(({ path }) =>
    /^(policies\/.*|fleet\.ya?ml)$/.test(path),
  );
  return broken
    .filter(({ path }) => after.errors.some(error => error.path === path))
    .map(({ path, line, message }) => ({
      kind: 'Violation',
      finding: builtInFinding('rules-are-readable', {
        path,
        line,
        severity: 'critical',
        message: `${path} can't be read on the base, so nothing can be judged by it: ${message}`,
        remediation: 'Repair that file first, in a change of its own.',
      }),
    }));
}
