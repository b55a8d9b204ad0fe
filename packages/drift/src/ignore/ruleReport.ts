import { parseFieldPath } from '../path/fieldPath';
import { IgnoreRule, ObjectDrift } from '../types';
import { aimsAt, isExpired } from './ignoreRules';

/**
 * What an ignore rule does at present. `Idle` aims at objects and finds
 * nothing to ignore; the last three never will, and someone should look.
 *
 * @public
 */
export interface RuleReport {
  rule: IgnoreRule;
  state: 'Working' | 'Idle' | 'NoTarget' | 'Expired' | 'Unreadable';
  /** Differences and whole objects that it ignores. */
  ignored: number;
  /** For people: what is wrong with it; empty while it works. */
  message: string;
}

/**
 * Tells what each ignore rule does, so that one that is of no use is seen.
 *
 * @param rules - all rules of some objects
 * @param drifts - what comparing all those objects gave
 * @param now - RFC 3339 UTC
 *
 * @public
 */
export function reportRules(
  rules: readonly IgnoreRule[],
  drifts: readonly ObjectDrift[],
  now: string,
): RuleReport[] {
  const uses = countUses(drifts);
  const byKey = new Map(rules.map(rule => [keyOf(rule), rule]));
  return [...byKey].map(([key, rule]) => {
    const ignored = uses.get(key) ?? 0;
    return { rule, ignored, ...stateOf(rule, ignored, drifts, now) };
  });
}

/** The same rule comes along with each part that it is for. */
function keyOf({ target, ...rule }: IgnoreRule): string {
  return JSON.stringify([target, rule]);
}

function countUses(drifts: readonly ObjectDrift[]): Map<string, number> {
  const uses = new Map<string, number>();
  const keys = new Map<IgnoreRule, string>();
  for (const { ignored, ignoredBy } of drifts) {
    for (const by of [ignoredBy, ...ignored.map(one => one.ignoredBy)]) {
      if (!by?.rule) continue;
      const key = keys.get(by.rule) ?? keyOf(by.rule);
      keys.set(by.rule, key);
      uses.set(key, (uses.get(key) ?? 0) + 1);
    }
  }
  return uses;
}

function stateOf(
  rule: IgnoreRule,
  ignored: number,
  drifts: readonly ObjectDrift[],
  now: string,
): Pick<RuleReport, 'state' | 'message'> {
  const fault = faultOf(rule);
  if (fault) return { state: 'Unreadable', message: fault };
  if (isExpired(rule, now)) {
    const message = `It expired on ${rule.expires} and ignores nothing any more.`;
    return { state: 'Expired', message };
  }
  if (ignored > 0) return { state: 'Working', message: '' };
  return drifts.some(({ ref }) => aimsAt(rule, ref))
    ? { state: 'Idle', message: 'Nothing that it covers differs now.' }
    : { state: 'NoTarget', message: 'It aims at no object of this cluster.' };
}

/** What nobody can read covers nothing: it must not hide drift. */
function faultOf({ target, fieldPaths, paths, expires }: IgnoreRule) {
  for (const path of fieldPaths ?? []) {
    try {
      parseFieldPath(path);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
  const pointer = paths?.find(path => path !== '' && !path.startsWith('/'));
  if (pointer !== undefined) {
    return `"${pointer}" is not a JSON pointer; write it like /spec/replicas`;
  }
  if (expires !== undefined && Number.isNaN(Date.parse(expires))) {
    return `"${expires}" is not a date; write it like 2027-01-31`;
  }
  try {
    return new RegExp(target.name ?? '') && undefined;
  } catch {
    return `"${target.name}" is not a regular expression`;
  }
}
