import { asFollowing } from '../problems';
import type { Problem } from '../problems';
import type { SourceFile } from './sourceFile';

/** Collects the problems of one file by pointer. */
export class Complaints {
  readonly problems: Problem[] = [];

  constructor(private readonly source: SourceFile) {}

  /** An error about the value at a pointer. */
  add(
    pointer: string,
    message: string,
    more: Pick<Problem, 'remedy' | 'rule'> = {},
  ): void {
    this.push('error', pointer, message, more);
  }

  /** An error that only says that one which is told elsewhere stands in the way. */
  addFollowing(
    pointer: string,
    message: string,
    more: Pick<Problem, 'remedy' | 'rule'> = {},
  ): void {
    this.push('error', pointer, message, more);
    asFollowing(this.problems[this.problems.length - 1]);
  }

  /** Something to look at that stops nothing. */
  warn(pointer: string, message: string, remedy?: string): void {
    this.push('warning', pointer, message, { remedy });
  }

  private push(
    severity: Problem['severity'],
    pointer: string,
    message: string,
    { remedy, rule }: Pick<Problem, 'remedy' | 'rule'>,
  ): void {
    this.problems.push({
      severity,
      path: this.source.path,
      ...this.source.positionOf(pointer),
      message,
      ...(remedy ? { remedy } : {}),
      ...(rule ? { rule } : {}),
    });
  }
}

/** The place of a rule that a problem refers to. */
export function ruleAt(
  source: SourceFile,
  pointer: string,
  message: string,
): NonNullable<Problem['rule']> {
  const { line } = source.keyPositionOf(pointer);
  return { path: source.path, line, message };
}
