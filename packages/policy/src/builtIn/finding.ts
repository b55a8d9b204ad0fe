import type { PolicyFinding } from '../verdict';

/** A finding of a rule that Flotilla brings; nobody can switch these off by a file. */
export function builtInFinding(
  rule: string,
  finding: Omit<PolicyFinding, 'policy' | 'severity' | 'enforcementAction'> &
    Partial<Pick<PolicyFinding, 'severity'>>,
): PolicyFinding {
  return {
    policy: `builtin/${rule}`,
    severity: 'high',
    enforcementAction: 'deny',
    ...finding,
  };
}

/** The role that built-in rules ask for approvals. */
export const OPERATOR = 'ClusterOperator';
