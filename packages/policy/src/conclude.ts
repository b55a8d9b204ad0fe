import { requiredApprovals } from './approvals';
import type { Ruling } from './ruling';
import type {
  Actors,
  Approver,
  PolicyFinding,
  PolicyOutcome,
  RequiredApproval,
  Verdict,
} from './verdict';

/** The verdict that follows from what the rules found. */
export function conclude(
  rulings: readonly Ruling[],
  approvals: readonly Approver[],
  actors: Actors,
): Verdict {
  const required = requiredApprovals(rulings, approvals, actors);
  const missing = required.filter(({ count, given }) => given < count);
  const outcome = outcomeOf(rulings, missing);
  return {
    outcome,
    summary: summaryOf(outcome, rulings, required, missing),
    findings: findingsOf(rulings, missing),
    approvals: required,
  };
}

function outcomeOf(
  rulings: readonly Ruling[],
  missing: RequiredApproval[],
): PolicyOutcome {
  const denies = (kind: Ruling['kind']) =>
    rulings.some(
      ruling =>
        ruling.kind === kind && ruling.finding.enforcementAction === 'deny',
    );
  if (denies('Violation')) return 'Denied';
  if (denies('Unjudged')) return 'Unknown';
  return missing.length > 0 ? 'NeedsApproval' : 'Allowed';
}

const KINDS: Ruling['kind'][] = ['Violation', 'Unjudged', 'Approval'];

/** Findings that still stand: what denies first, then what approvals are missing for; an approval that was given is no finding any more. */
function findingsOf(
  rulings: readonly Ruling[],
  missing: RequiredApproval[],
): PolicyFinding[] {
  const open = rulings.filter(
    ruling =>
      ruling.kind !== 'Approval' ||
      ruling.finding.enforcementAction !== 'deny' ||
      missing.some(
        ({ policy, role }) =>
          policy === ruling.finding.policy && role === ruling.role,
      ),
  );
  return open
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
    .map(({ finding }) => finding)
    .sort(byAction);
}

const ACTIONS = ['deny', 'warn', 'dryrun'];
const SEVERITIES = ['critical', 'high', 'medium', 'low'];

function byAction(a: PolicyFinding, b: PolicyFinding): number {
  return (
    ACTIONS.indexOf(a.enforcementAction) - ACTIONS.indexOf(b.enforcementAction)
  );
}

function bySeverity(a: PolicyFinding, b: PolicyFinding): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}

function summaryOf(
  outcome: PolicyOutcome,
  rulings: readonly Ruling[],
  required: RequiredApproval[],
  missing: RequiredApproval[],
): string {
  switch (outcome) {
    case 'Denied':
      return `Denied: ${gist(rulings, 'Violation')}.`;
    case 'Unknown':
      return `Can't be judged, so it isn't allowed: ${gist(
        rulings,
        'Unjudged',
      )}.`;
    case 'NeedsApproval':
      return `Needs approval by ${people(missing)}.`;
    default:
      return required.length > 0
        ? `Allowed: approved by ${people(required)}.`
        : 'Allowed: no policy asks for more.';
  }
}

function gist(rulings: readonly Ruling[], kind: Ruling['kind']): string {
  const messages = rulings
    .filter(ruling => ruling.kind === kind)
    .map(({ finding }) => finding)
    .filter(({ enforcementAction }) => enforcementAction === 'deny')
    .sort(bySeverity)
    .map(({ message }) => message);
  const [first = ''] = messages;
  const more = new Set(messages).size - 1;
  return more > 0 ? `${first}, and ${more} more` : first;
}

function people(approvals: RequiredApproval[]): string {
  const counts = new Map<string, number>();
  for (const { role, count } of approvals) {
    counts.set(role, Math.max(count, counts.get(role) ?? 0));
  }
  return [...counts].map(([role, count]) => `${count} ${role}`).join(' and ');
}
