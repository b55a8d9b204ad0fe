import type { Ruling } from '../ruling';
import type { Judged } from '../writtenPolicies';
import { activeClustersStay, clustersKeepTheirPlace } from './clusterLife';
import { governanceNeedsOperator, rulesAreReadable } from './governance';
import { reachIsLimited } from './reachLimit';
import { removalsAreOver, removalsGoStepByStep } from './removal';
import { rendersCleanly } from './rendering';

/** The rules that hold in every fleet, whatever its policies say. */
export const builtInRules: readonly ((judged: Judged) => Ruling[])[] = [
  rulesAreReadable,
  rendersCleanly,
  activeClustersStay,
  removalsGoStepByStep,
  removalsAreOver,
  clustersKeepTheirPlace,
  governanceNeedsOperator,
  reachIsLimited,
];
