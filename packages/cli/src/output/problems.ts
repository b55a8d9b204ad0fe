import { formatProblem } from '@flotilla/model';
import type { Problem } from '@flotilla/model';
import { paintFor } from './paint';

/** Problems as people read them: a blank line between those that need more than one. */
export function printProblems(
  problems: readonly Problem[],
  colour: boolean,
): string {
  const paint = paintFor(colour);
  return problems
    .map(problem => {
      const [first, ...rest] = formatProblem(problem).split('\n');
      const shade = problem.severity === 'error' ? paint.red : paint.yellow;
      return [shade(first), ...rest, ''].join('\n');
    })
    .join('');
}

/** "1 error, 2 warnings". */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  return [count(errors, 'error'), count(warnings, 'warning')]
    .filter(text => !text.startsWith('0 '))
    .join(', ');
}

/** A count with its noun: "1 file", "3 files". */
export function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}
