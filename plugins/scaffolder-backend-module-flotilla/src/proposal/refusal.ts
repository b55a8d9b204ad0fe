import { InputError } from '@backstage/errors';
import {
  Plan,
  PolicyFinding,
  Problem,
} from '@flotilla/backstage-plugin-flotilla-common';

/**
 * Stops before anything is opened when the change is wrong or isn't allowed.
 *
 * @throws InputError that names each place, each rule, and what to do about it
 */
export function refuseWhatMayNotBeOpened(plan: Plan): void {
  const errors = plan.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new InputError(
      sentences(
        `Nothing was opened: fleet ${plan.fleet} would not be valid.`,
        errors.map(describeProblem),
      ),
    );
  }
  const { outcome, summary, findings } = plan.verdict;
  if (outcome === 'Denied') {
    const denying = findings.filter(
      ({ enforcementAction }) => enforcementAction === 'deny',
    );
    throw new InputError(
      sentences(`Nothing was opened: ${summary}`, denying.map(describeFinding)),
    );
  }
  if (outcome === 'Unknown') {
    throw new InputError(
      sentences(
        `Nothing was opened: whether this is allowed could not be decided. ${summary}`,
        findings.map(describeFinding),
      ),
    );
  }
  if (plan.files.length === 0) {
    throw new InputError(
      `Nothing was opened: fleet ${plan.fleet} already is as asked for.`,
    );
  }
}

function describeProblem(problem: Problem): string {
  const { path, line, column, message, remedy, rule } = problem;
  return [
    `${path}:${line}:${column} ${message}`,
    ...(rule ? [`${rule.path}:${rule.line} ${rule.message}`] : []),
    ...(remedy ? [remedy] : []),
  ].join('. ');
}

function describeFinding(finding: PolicyFinding): string {
  const { policy, path, line, message, remediation } = finding;
  const place = line ? `${path}:${line}` : path;
  return `${place} ${message} (rule ${policy})${
    remediation ? `. ${remediation}` : ''
  }`;
}

function sentences(first: string, rest: string[]): string {
  return [first, ...rest.map(text => `  ${text}`)].join('\n');
}
