import type {
  Condition,
  Desired,
} from '@flotilla/backstage-plugin-flotilla-common';
import { Fight, RuleReport, reportRules } from '@flotilla/drift';
import type { ObjectRef } from '@flotilla/drift';
import { isHelmRelease } from '../desired/helmRelease';
import { kindKey } from '../kube/kubeObject';
import { ObjectVerdict } from './rows';

/** What is known of asking the API server. */
export interface Tries {
  /** Why it isn't asked at all. */
  problem?: string;
}

/** So many are named; the rest are counted. */
const NAMED = 10;

/** Whether everything could be compared. */
export function evaluated(verdicts: readonly ObjectVerdict[]): Condition {
  const blind = verdicts.filter(one => one.drift.state === 'Unknown');
  const kinds = new Set(blind.map(one => kindKey(one.expected.ref)));
  return {
    type: 'DriftEvaluated',
    status: blind.length > 0 ? 'False' : 'True',
    reason: blind.length > 0 ? 'SomeKindsUnreadable' : 'AllKindsReadable',
    message: listOf([...kinds].sort()),
  };
}

/** Whether what charts have made is compared, too. */
export function chartsCompared(verdicts: readonly ObjectVerdict[]): Condition {
  const hidden = verdicts.filter(
    one => one.drift.degraded && isHelmRelease(one.expected.ref),
  );
  return {
    type: 'ChartsCompared',
    status: hidden.length > 0 ? 'False' : 'True',
    reason: hidden.length > 0 ? 'SomeReleasesUnreadable' : 'AllReleasesRead',
    message: listOf(
      hidden.map(
        ({ expected, drift }) => `${titleOf(expected.ref)}: ${drift.degraded}`,
      ),
    ),
  };
}

/** Whether everything was compared by the cluster's own schemas. */
export function byOwnSchemas(verdicts: readonly ObjectVerdict[]): Condition {
  const degraded = verdicts.filter(
    one => one.drift.degraded && !isHelmRelease(one.expected.ref),
  );
  const kinds = new Set(degraded.map(one => kindKey(one.expected.ref)));
  return {
    type: 'SchemasRead',
    status: kinds.size > 0 ? 'False' : 'True',
    reason: kinds.size > 0 ? 'SomeSchemasUnknown' : 'AllSchemasKnown',
    message:
      kinds.size > 0
        ? `Compared with less knowledge than the cluster could give: ${listOf(
            [...kinds].sort(),
          )}`
        : '',
  };
}

/** Whether the API server was asked what it would change, where Git lets the agent ask. */
export function tried(
  verdicts: readonly ObjectVerdict[],
  { problem }: Tries,
): Condition {
  const untried = new Set(
    verdicts.flatMap(one =>
      one.untried ? `${kindKey(one.expected.ref)}: ${one.untried}` : [],
    ),
  );
  const type = 'DryRunChecks';
  if (problem) {
    const message = `Compared by declared fields: ${problem}`;
    return { type, status: 'False', reason: 'NotTried', message };
  }
  return {
    type,
    status: untried.size > 0 ? 'False' : 'True',
    reason: untried.size > 0 ? 'SomeUntried' : 'AllTried',
    message: listOf([...untried].sort()),
  };
}

/**
 * Whether all kinds could be searched for objects that Git doesn't declare.
 *
 * @param unlisted - the kinds that couldn't be; undefined before the first search
 */
export function foreignSought(
  unlisted: readonly string[] | undefined,
): Condition {
  const type = 'ForeignObjectsSought';
  if (!unlisted) {
    return { type, status: 'Unknown', reason: 'NotSoughtYet', message: '' };
  }
  return {
    type,
    status: unlisted.length > 0 ? 'Unknown' : 'True',
    reason: unlisted.length > 0 ? 'SomeKindsUnlisted' : 'AllKindsListed',
    message: listOf([...unlisted].sort()),
  };
}

/** Whether two managers undo each other's work. */
export function fighting(fights: readonly Fight[]): Condition {
  return {
    type: 'Fighting',
    status: fights.length > 0 ? 'True' : 'False',
    reason: fights.length > 0 ? 'TwoManagersUndoEachOther' : 'NoFight',
    message: listOf(fights.map(inWords)),
  };
}

function inWords({ ref, managers, fieldPaths, count, since }: Fight): string {
  const [one, other] = managers;
  const what = fieldPaths.length > 0 ? fieldPaths.join(', ') : 'the object';
  return `${titleOf(
    ref,
  )}: ${one} and ${other} over ${what}, ${count} times since ${since}`;
}

function titleOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Whether the rules about what isn't drift can do what they were written for. */
export function rulesInUse(
  ignore: Desired['ignore'],
  verdicts: readonly ObjectVerdict[],
  now: string,
): Condition {
  const reports = reportRules(
    ignore,
    verdicts.map(one => one.drift),
    now,
  );
  const useless = reports.filter(
    ({ state }) => state === 'Expired' || state === 'Unreadable',
  );
  // A rule for the whole fleet needn't find something on each cluster, nor at all times.
  const resting = reports.filter(
    ({ state }) => state === 'NoTarget' || state === 'Idle',
  );
  return {
    type: 'IgnoreRulesWork',
    status: useless.length > 0 ? 'False' : 'True',
    reason: useless.length > 0 ? 'SomeAreOfNoUse' : 'AllAreOfUse',
    message: listOf([...useless, ...resting].map(ruleInWords)),
  };
}

function ruleInWords({ rule, message }: RuleReport): string {
  const { group, kind, namespace, name } = rule.target;
  const target = [group, kind, namespace, name].filter(Boolean).join(' ');
  return `"${rule.reason}" (${target || 'any object'}): ${message}`;
}

function listOf(items: readonly string[]): string {
  const named = items.slice(0, NAMED).join('; ');
  const left = items.length - NAMED;
  return left > 0 ? `${named} and ${left} more` : named;
}
