/**
 * Something wrong in a file of the fleet repository, said so that its author can mend it.
 *
 * `line` and `column` count from 1. `rule` is the place that forbids it, where a lock or a rule does.
 * @public
 */
export interface Problem {
  severity: 'error' | 'warning';
  path: string;
  line: number;
  column: number;
  message: string;
  remedy?: string;
  rule?: { path: string; line: number; message: string };
}

/**
 * A problem as the command line and the pull-request check print it: the place and the message on
 * the first line, the rule and the remedy indented under it.
 * @public
 */
export function formatProblem(problem: Problem): string {
  const mark = problem.severity === 'warning' ? 'warning: ' : '';
  const lines = [
    `${problem.path}:${problem.line}:${problem.column}  ${mark}${problem.message}`,
  ];
  if (problem.rule) {
    const { path, line, message } = problem.rule;
    lines.push(`  ${path}:${line} ${message}`);
  }
  if (problem.remedy) lines.push(`  ${problem.remedy}`);
  return lines.join('\n');
}

/** Whether any of the problems stops rendering. @public */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(problem => problem.severity === 'error');
}

const following = new WeakSet<Problem>();

/** A problem that only says that something which is told elsewhere stands in the way. */
export function asFollowing(problem: Problem): Problem {
  following.add(problem);
  return problem;
}

/** Problems without those that follow from others, where there are others to follow from. */
export function withoutFollowing(
  problems: readonly Problem[],
  told: readonly Problem[],
): readonly Problem[] {
  return hasErrors(told)
    ? problems.filter(problem => !following.has(problem))
    : problems;
}

/** Problems in the order of their places, each once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map(p => [formatProblem(p), p]));
  return [...unique.values()].sort(
    (a, b) =>
      compareText(a.path, b.path) ||
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.message, b.message),
  );
}

/** Order by code unit: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
