import type { Steps } from '@flotilla/model';
import type { Ruling } from '../ruling';
import type { Judged } from '../writtenPolicies';
import { activeClustersStay, clustersKeepTheirPlace } from './clusterLife';
import { governanceNeedsOperator, rulesAreReadable } from './governance';
import { reachIsLimited } from './reachLimit';
import { removalsAreOver, removalsGoStepByStep } from './removal';
import { rendersCleanly } from './rendering';

/** The rules that hold in every fleet, whatever its policies say, and are quick. */
const RULES: readonly ((judged: Judged) => Ruling[])[] = [
  rulesAreReadable,
  activeClustersStay,
  removalsGoStepByStep,
  removalsAreOver,
  clustersKeepTheirPlace,
  governanceNeedsOperator,
  reachIsLimited,
];

/** What the rules that Flotilla brings make of a change. */
export function* judgeBuiltIn(judged: Judged): Steps<Ruling[]> {
  const rulings = yield* rendersCleanly(judged);
  for (const rule of RULES) {
    rulings.push(...rule(judged));
    yield;
  }
  return rulings;
}
