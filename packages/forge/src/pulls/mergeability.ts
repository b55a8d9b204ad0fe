import { Gate } from '../checks/gates';

export type MergeableState =
  | 'clean'
  | 'dirty'
  | 'blocked'
  | 'draft'
  | 'unstable';

/** Whether a pull request may be merged, and every reason why not. */
export interface Mergeability {
  /** No conflict; says nothing of the rules. */
  mergeable: boolean;
  state: MergeableState;
  /** Empty when it may be merged. */
  reasons: string[];
  /** Commit of the merge as it would be; refs/pull/<n>/merge names it. */
  testMerge: string | undefined;
}

export interface MergeSituation {
  /** Paths that both sides changed; undefined when the histories are foreign. */
  conflicts: string[] | undefined;
  draft: boolean;
  gates: Gate[];
  requiredApprovals: number;
  approvedBy: string[];
  changesRequestedBy: string[];
  testMerge?: string;
}

function gateReasons(gates: Gate[]): string[] {
  return gates
    .filter(gate => gate.required && gate.state !== 'success')
    .map(gate => {
      switch (gate.state) {
        case 'failure':
          return `Required status check "${gate.name}" is failing.`;
        case 'pending':
          return `Required status check "${gate.name}" is in progress.`;
        default:
          return `Required status check "${gate.name}" is expected.`;
      }
    });
}

function approvalReasons(situation: MergeSituation): string[] {
  const { requiredApprovals, approvedBy, changesRequestedBy } = situation;
  if (requiredApprovals === 0) return [];
  const reasons = [];
  if (approvedBy.length < requiredApprovals) {
    const reviews = requiredApprovals === 1 ? 'review is' : 'reviews are';
    reasons.push(
      `At least ${requiredApprovals} approving ${reviews} required by reviewers with write access.`,
    );
  }
  if (changesRequestedBy.length > 0) {
    reasons.push(`Changes were requested by ${changesRequestedBy.join(', ')}.`);
  }
  return reasons;
}

export function assessMerge(situation: MergeSituation): Mergeability {
  const { conflicts, testMerge, draft } = situation;
  if (conflicts === undefined || conflicts.length > 0) {
    const why = conflicts
      ? `It conflicts with the base branch in ${conflicts.join(', ')}.`
      : 'Its history has nothing in common with the base branch.';
    return {
      mergeable: false,
      state: 'dirty',
      reasons: [`Pull Request is not mergeable. ${why}`],
      testMerge: undefined,
    };
  }
  if (draft) {
    const reasons = ['Pull Request is still a draft.'];
    return { mergeable: true, state: 'draft', reasons, testMerge };
  }
  const reasons = [
    ...gateReasons(situation.gates),
    ...approvalReasons(situation),
  ];
  if (reasons.length > 0) {
    return { mergeable: true, state: 'blocked', reasons, testMerge };
  }
  const settled = situation.gates.every(gate => gate.state === 'success');
  const state = settled ? 'clean' : 'unstable';
  return { mergeable: true, state, reasons, testMerge };
}
