import type { Condition } from './wire';

/** What a reader should know of how a cluster was compared. @public */
export interface ConditionsTold {
  /** Not as they should be. */
  wrong: Condition[];
  /** Well, and yet there is something to say. */
  notes: Condition[];
}

/** What is well when it isn't so. */
const WELL_WHEN_FALSE = ['Fighting'];

/** What is told object by object, with the reason of each. */
const TOLD_OTHERWISE = ['DriftEvaluated'];

/**
 * The conditions of an agent's report that its reader should see.
 *
 * @public
 */
export function conditionsToTell(
  conditions: readonly Condition[],
): ConditionsTold {
  const told = conditions.filter(({ type }) => !TOLD_OTHERWISE.includes(type));
  const isWell = ({ type, status }: Condition) =>
    status === (WELL_WHEN_FALSE.includes(type) ? 'False' : 'True');
  return {
    wrong: told.filter(one => !isWell(one)),
    notes: told.filter(one => isWell(one) && one.message),
  };
}
