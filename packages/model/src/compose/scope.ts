import type { Problem } from '../problems';
import type { ExpressionError } from '../expressions/leaf';
import type { SourceFile } from '../source/sourceFile';
import type { Trace } from './merge';

/** Expression errors in a file that was read as it stands. */
export function problemsInFile(
  source: SourceFile,
  pointer: string,
  errors: readonly ExpressionError[],
): Problem[] {
  return errors.map(error => ({
    severity: 'error' as const,
    path: source.path,
    ...source.positionIn(`${pointer}${error.pointer}`, error.offset),
    message: error.message,
    ...(error.remedy ? { remedy: error.remedy } : {}),
  }));
}

/** Expression errors in a tree that layers composed: each stands where its leaf was set. */
export function problemsInTrace(
  trace: Trace,
  errors: readonly ExpressionError[],
): Problem[] {
  return errors.flatMap(error => {
    const origin = trace.at(error.pointer).at(-1);
    if (!origin) return [];
    return problemsInFile(origin.source, '', [
      { ...error, pointer: origin.pointer },
    ]);
  });
}
