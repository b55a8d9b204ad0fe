import { conditionsToTell } from '@flotilla/backstage-plugin-flotilla-common';
import type { Condition } from '@flotilla/backstage-plugin-flotilla-common';
import type { Paint } from '../../output/paint';

const TITLES = new Map([
  ['Fighting', "Two managers undo each other's work"],
  ['IgnoreRulesWork', 'Ignore rules'],
  ['ForeignObjectsSought', "Not searched for objects that Git doesn't know"],
  ['ChartsCompared', 'Charts not compared in full'],
  ['SchemasRead', "The cluster's own schemas"],
  ['DryRunChecks', 'Not tried on the API server'],
]);

/** What keeps a comparison from being all that it could be, and what else its reader should know of it. */
export function conditionLines(
  conditions: readonly Condition[],
  paint: Paint,
): string[] {
  const { wrong, notes } = conditionsToTell(conditions);
  if (wrong.length + notes.length === 0) return [];
  return [
    paint.dim('  About this comparison:'),
    ...wrong.map(one => paint.yellow(`    ! ${inWords(one)}`)),
    ...notes.map(one => `      ${inWords(one)}`),
  ];
}

/** An agent may be newer than this command: then a condition has the name that it goes by. */
function inWords({ type, reason, message }: Condition): string {
  return `${TITLES.get(type) ?? type}: ${message || wordsOf(reason)}`;
}

/** `NotSoughtYet` is `not sought yet`. */
function wordsOf(reason: string): string {
  return reason.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
