import { atOnce } from '@flotilla/model';
import type { Steps } from '@flotilla/model';
import { judgeBuiltIn } from './builtIn';
import { entityChanges } from './changedEntities';
import { conclude } from './conclude';
import { proposalOf } from './proposal';
import type { JudgeInput, Verdict } from './verdict';
import { judgeWrittenPolicies } from './writtenPolicies';

/**
 * Judges a change of the fleet repository by the built-in rules and by the policies of the base.
 *
 * The verdict is for exactly this base and these edits: it is given again when either moves. It fails
 * closed: what can't be read or evaluated is `Denied` or `Unknown`, never `Allowed`. Only what the
 * edits reach is rendered.
 *
 * @public
 */
export function judge(input: JudgeInput): Verdict {
  return atOnce(judgeInSteps(input));
}

/** {@link judge}, a little at a time. @public */
export function* judgeInSteps(input: JudgeInput): Steps<Verdict> {
  const proposal = yield* proposalOf(input);
  const judged = {
    ...proposal,
    changes: entityChanges(proposal),
    roles: input.actors.roles,
  };
  const rulings = [
    ...(yield* judgeBuiltIn(judged)),
    ...(yield* judgeWrittenPolicies(judged)),
  ];
  return conclude(rulings, input.approvals, input.actors);
}
