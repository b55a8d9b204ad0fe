import { RE2JS } from '@bufbuild/re2';
import { statesOf } from '../expressions/functions/regexStates';

const MAX_STATES = 5000;
/** Steps that one text may cost, at most. */
const MAX_STEPS = 20_000_000;
const MAX_REMEMBERED = 2000;

/** Texts that JavaScript's own matching may try, which is fast and can't be bounded. */
const SHORT = 200;

/** A pattern of a schema, as Ajv asks for it. @public */
export interface BoundedPattern {
  test(text: string): boolean;
  /** What Ajv takes for the same pattern. */
  toString(): string;
}

/**
 * Makes a pattern that takes time in proportion to the text, whoever wrote it: `^(a+)+$` on forty letters would hold
 * up a portal for a year.
 *
 * @throws what is wrong with the pattern, in words
 */
function boundedPattern(pattern: string, flags: string): BoundedPattern {
  // Forms in browsers read the same pattern, so it must be one to JavaScript too.
  const plain = new RegExp(pattern, flags);
  const states = statesOf(pattern);
  if (states > MAX_STATES)
    throw new Error(`the pattern ${pattern} is too large`);
  const linear = compiled(pattern);
  const isCheap = isFlat(pattern);
  const known = new Map<string, boolean>();
  return {
    toString: () => `/${pattern}/${flags}`,
    test: text => {
      if (isCheap && text.length <= SHORT) return plain.test(text);
      if (text.length * states > MAX_STEPS) return false;
      const before = known.get(text);
      if (before !== undefined) return before;
      const result = linear.test(text);
      // What it learnt of one text may be large, and patterns are kept.
      linear.reset();
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(text, result);
      return result;
    },
  };
}

/** Whether there is little to try again: no group is repeated, and hardly anything else. */
function isFlat(pattern: string): boolean {
  return (
    !/\)[*+{]/.test(pattern) && (pattern.match(/[*+{]/g) ?? []).length <= 2
  );
}

function compiled(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the pattern ${pattern} can't be matched in bounded time: ${reason}`,
    );
  }
}

/**
 * How Ajv matches the patterns of a fleet's schemas: in time that is in proportion to the text, whoever wrote the
 * pattern. Forms and rendering use the same, so that both take the same values. It throws, in words, on a pattern that
 * no such matching exists for.
 *
 * @public
 */
export const boundedPatterns = Object.assign(boundedPattern, {
  // Ajv would name what makes a pattern in a module that it writes; here none is written.
  code: 'boundedPattern',
});
