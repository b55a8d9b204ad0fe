import type { Problem } from '../problems';
import type { Trace } from './merge';

/** The place where a composed value was set last, as the rule that a problem refers to. */
export function ruleFrom(
  trace: Trace,
  pointer: string,
  message: string,
): Problem['rule'] {
  const origin = trace.at(pointer).at(-1);
  if (!origin) return undefined;
  const { line } = origin.source.keyPositionOf(origin.pointer);
  return { path: origin.source.path, line, message };
}
