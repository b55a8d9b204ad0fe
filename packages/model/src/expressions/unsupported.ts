/** What somebody wrote that isn't understood here, and what to write instead. */
export interface Unsupported {
  error: string;
  remedy: string;
}

const OPTIONALS = "optionals (?. [?] optional.of) aren't supported here";
const ASK_FIRST =
  'Ask with has() and a condition: has(values.tls) ? values.tls : …';
const TWO_VARIABLES = "loops with two variables aren't supported here";
const BY_KEYS = 'Loop over the keys: m.all(k, m[k] > 1), m.map(k, m[k]).';

/** Beyond the language that the parser knows, or of another one. The first that stands in an expression counts. */
const SYNTAX: readonly [RegExp, Unsupported][] = [
  [
    /\.\s*\?|\?\.(?!\d)|\?\?|(?<=\w)\s*\[\s*\?/,
    { error: OPTIONALS, remedy: ASK_FIRST },
  ],
  [
    /[[{,]\s*\?/,
    {
      error: "optional entries of maps and lists aren't supported here",
      remedy: 'Put a condition around the whole map or list: … ? {…} : {…}.',
    },
  ],
  [
    /\b(and|or|not)\b/,
    { error: "and, or and not aren't CEL", remedy: 'Write && || !.' },
  ],
  [
    /(?<![=!<>|])=(?!=)/,
    { error: "= isn't CEL", remedy: 'Write == to compare.' },
  ],
  [
    /(?<!\|)\|(?!\|)/,
    {
      error: "pipes aren't CEL",
      remedy: 'Call the function on the value: cluster.name.upperAscii().',
    },
  ],
];

/** What in the text of an expression explains that it can't be parsed, and where. */
export function unsupportedSyntax(
  expression: string,
): (Unsupported & { offset: number }) | undefined {
  const code = withoutTexts(expression);
  const found = SYNTAX.flatMap(([pattern, what]) => {
    const offset = code.search(pattern);
    return offset < 0 ? [] : [{ ...what, offset }];
  });
  return found.sort((a, b) => a.offset - b.offset)[0];
}

/** The expression with spaces for its quoted texts. */
function withoutTexts(expression: string): string {
  return expression.replace(
    /"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g,
    text => `'${' '.repeat(text.length - 2)}'`,
  );
}

const OPTIONAL_FUNCTIONS = [
  'of',
  'none',
  'ofNonZeroValue',
  'hasValue',
  'value',
  'or',
  'orValue',
  'optMap',
  'optFlatMap',
];
/** With one variable these are loops, which the parser opens: what is called was written with two. */
const LOOPS = ['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter'];
const TRANSFORMS = ['transformList', 'transformMap', 'transformMapEntry'];

const FUNCTIONS: ReadonlyMap<string, Unsupported> = new Map([
  ...OPTIONAL_FUNCTIONS.map(
    name => [name, { error: OPTIONALS, remedy: ASK_FIRST }] as const,
  ),
  ...[...LOOPS, ...TRANSFORMS].map(
    name => [name, { error: TWO_VARIABLES, remedy: BY_KEYS }] as const,
  ),
  [
    'bind',
    {
      error: "cel.bind() isn't supported here",
      remedy: 'Write the value out, or give it as a variable.',
    },
  ],
]);

/** A function that other users of CEL know, but that isn't here. */
export function unsupportedFunction(name: string): Unsupported | undefined {
  return FUNCTIONS.get(name);
}
