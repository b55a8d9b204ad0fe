import { ObjectRef } from '../object';
import { covers, parseFieldPath } from '../path/fieldPath';
import { Step } from '../path/step';
import { matchesAny } from '../managers/managerKind';
import { FieldManager, IgnoreRule } from '../types';

/** What of a difference a rule is matched against. */
export interface Candidate {
  path: string;
  steps: readonly Step[];
  manager: FieldManager | undefined;
}

/** The rules that aim at an object and still work at `now`. */
export function rulesFor(
  ref: ObjectRef,
  rules: readonly IgnoreRule[],
  now: string,
): IgnoreRule[] {
  return rules.filter(rule => !isExpired(rule, now) && aimsAt(rule, ref));
}

/**
 * Whether a rule has stopped working.
 *
 * @param now - RFC 3339 time; a date in `expires` lasts to the end of that day, UTC
 *
 * @public
 */
export function isExpired(rule: IgnoreRule, now: string): boolean {
  if (!rule.expires) return false;
  const end = /^\d{4}-\d{2}-\d{2}$/.test(rule.expires)
    ? `${rule.expires}T23:59:59.999Z`
    : rule.expires;
  const expires = Date.parse(end);
  // A date that nobody can read must not hide drift for ever.
  return Number.isNaN(expires) || expires < Date.parse(now);
}

/** Whether a rule excludes the whole object. */
export function excludesObject(rule: IgnoreRule): boolean {
  return !rule.paths && !rule.fieldPaths && !rule.managers;
}

/** Whether a rule is about an object. */
export function aimsAt(rule: IgnoreRule, ref: ObjectRef): boolean {
  const { group, kind, name, namespace } = rule.target;
  return (
    (group === undefined || group === ref.group) &&
    (kind === undefined || kind === ref.kind) &&
    (namespace === undefined || namespace === (ref.namespace ?? '')) &&
    (name === undefined || matchesWhole(name, ref.name))
  );
}

const patterns = new Map<string, RegExp | undefined>();

/** A pattern that can't be read matches nothing: it must not hide drift. */
function matchesWhole(pattern: string, name: string): boolean {
  if (!patterns.has(pattern)) {
    if (patterns.size > 1000) patterns.clear();
    patterns.set(pattern, compile(pattern));
  }
  return patterns.get(pattern)?.test(name) ?? false;
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}

/** Whether a rule covers one difference: by its place and, where named, its manager. */
export function ignores(rule: IgnoreRule, candidate: Candidate): boolean {
  if (rule.managers) {
    const { manager } = candidate;
    if (!manager || !matchesAny(manager.name, rule.managers)) return false;
    if (!rule.paths && !rule.fieldPaths) return true;
  }
  return (
    (rule.paths ?? []).some(path => isWithin(path, candidate.path)) ||
    (rule.fieldPaths ?? []).some(path => coversPath(path, candidate.steps))
  );
}

function isWithin(rulePath: string, path: string): boolean {
  return (
    rulePath === '' || path === rulePath || path.startsWith(`${rulePath}/`)
  );
}

function coversPath(fieldPath: string, steps: readonly Step[]): boolean {
  try {
    return covers(parseFieldPath(fieldPath), steps);
  } catch {
    // The model engine reports it with its line; here it covers nothing.
    return false;
  }
}
