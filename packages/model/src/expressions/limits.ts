/*
 * Bounds are on what is written and on the steps that it takes, so that the same expression has the
 * same outcome on every machine; a limit in time belongs to the caller.
 */
const MAX_CHARACTERS = 2000;
const MAX_NESTING = 16;
/** Each operator is a level of the tree that evaluation descends. */
const MAX_OPERATORS = 300;

/** Why an expression isn't even parsed, and where. */
export function tooMuchWritten(
  expression: string,
): { error: string; offset: number } | undefined {
  if (expression.length > MAX_CHARACTERS) {
    const error = `an expression is at most ${MAX_CHARACTERS} characters`;
    return { error, offset: 0 };
  }
  let depth = 0;
  let operators = 0;
  for (let i = 0; i < expression.length; i++) {
    const c = expression[i];
    if (c === '"' || c === "'") i = closingQuote(expression, i);
    else if ('([{'.includes(c)) depth += 1;
    else if (')]}'.includes(c)) depth -= 1;
    else if ('+-*/%<>=!&|?.'.includes(c)) operators += 1;
    if (depth > MAX_NESTING) {
      const error = `an expression nests at most ${MAX_NESTING} brackets`;
      return { error, offset: i };
    }
    if (operators > MAX_OPERATORS) {
      const error = `an expression has at most ${MAX_OPERATORS} operators`;
      return { error, offset: i };
    }
  }
  return undefined;
}

/** Where a text within an expression ends; one that doesn't is for the parser to complain about. */
function closingQuote(expression: string, open: number): number {
  for (let i = open + 1; i < expression.length; i++) {
    if (expression[i] === '\\') i += 1;
    else if (expression[i] === expression[open]) return i;
  }
  return expression.length;
}
