import { builtInRules } from './builtIn';
import { entityChanges } from './changedEntities';
import { conclude } from './conclude';
import { readSnapshot } from './snapshot';
import type { JudgeInput, Verdict } from './verdict';
import { judgeWrittenPolicies } from './writtenPolicies';

/**
 * Judges a change of the fleet repository by the built-in rules and by the policies of the base.
 *
 * The verdict is for exactly these two states: it is given again when either moves. It fails closed:
 * what can't be read or evaluated is `Denied` or `Unknown`, never `Allowed`.
 *
 * @public
 */
export function judge(input: JudgeInput): Verdict {
  const before = readSnapshot(input.before);
  const after = readSnapshot(input.after);
  const judged = {
    before,
    after,
    changes: entityChanges(before, after),
    roles: input.actors.roles,
  };
  const rulings = [
    ...builtInRules.flatMap(rule => rule(judged)),
    ...judgeWrittenPolicies(judged),
  ];
  return conclude(rulings, input.approvals, input.actors);
}
