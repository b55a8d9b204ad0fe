import type { Plan, Verdict } from '@flotilla/backstage-plugin-flotilla-common';

/** What the review leaves in the form's answers. */
export interface ReviewAnswer {
  /** The reader has seen what will happen, and it may be opened. */
  acknowledged: boolean;
  /** The commit that the plan was made on. */
  baseCommit?: string;
  outcome?: Verdict['outcome'];
}

/** Why a plan can't be opened; nothing when it can. */
export function obstacleOf(plan: Plan): 'problems' | 'denied' | undefined {
  if (plan.problems.some(({ severity }) => severity === 'error')) {
    return 'problems';
  }
  return plan.verdict.outcome === 'Denied' ? 'denied' : undefined;
}

/** The answer that a plan leads to. */
export const reviewAnswer = (plan: Plan): ReviewAnswer => ({
  acknowledged: obstacleOf(plan) === undefined,
  baseCommit: plan.baseCommit,
  outcome: plan.verdict.outcome,
});

/** Nothing has been planned yet, or planning failed. */
export const UNREVIEWED: ReviewAnswer = { acknowledged: false };
