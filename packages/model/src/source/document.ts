import {
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import type { Document, Node, Pair, ParsedNode, YAMLError } from 'yaml';
import type { Problem } from '../problems';
import { stepsOf } from './pointer';
import type { Position, SourceFile } from './sourceFile';

/** A definition is read by people: past this it is data, or an attack. */
const MAX_CHARACTERS = 1_000_000;
const MAX_DEPTH = 100;
const MAX_ALIASES = 100;

/** One YAML document that a person wrote, its value and where everything in it stands. */
export class YamlSource implements SourceFile {
  constructor(
    readonly path: string,
    readonly text: string,
    readonly value: unknown,
    private readonly document: Document<ParsedNode, boolean>,
    private readonly lines: LineCounter,
  ) {}

  positionOf(pointer: string): Position {
    const found = this.find(pointer);
    return this.at(found.node?.range?.[0] ?? found.key ?? 0);
  }

  keyPositionOf(pointer: string): Position {
    const found = this.find(pointer);
    return this.at(found.key ?? found.node?.range?.[0] ?? 0);
  }

  positionIn(pointer: string, offset: number): Position {
    const start = this.find(pointer).node?.range?.[0] ?? 0;
    const opening = this.text[start];
    // Within a block scalar or an escaped text the offset isn't the file's: its start is near enough.
    if (opening === '|' || opening === '>') return this.at(start);
    return this.at(
      start + offset + (opening === '"' || opening === "'" ? 1 : 0),
    );
  }

  /** The node at a pointer, exactly. */
  nodeAt(pointer: string): Node | undefined {
    const found = this.find(pointer);
    return found.exact ? found.node : undefined;
  }

  /** The key and value of a map at a pointer, exactly. */
  pairAt(pointer: string): Pair | undefined {
    const found = this.find(pointer);
    return found.exact ? found.pair : undefined;
  }

  private find(pointer: string) {
    let node: Node | undefined = this.document.contents ?? undefined;
    let key: number | undefined;
    let pair: Pair | undefined;
    for (const step of stepsOf(pointer)) {
      const at: Node | undefined = isAlias(node)
        ? node.resolve(this.document)
        : node;
      if (isMap(at)) {
        const next = at.items.find(
          item => isScalar(item.key) && String(item.key.value) === step,
        );
        if (!next) return { node, key, pair, exact: false };
        pair = next;
        key = isNode(next.key) ? next.key.range?.[0] : undefined;
        node = isNode(next.value) ? next.value : undefined;
      } else if (isSeq(at) && isNode(at.items[Number(step)])) {
        const item: unknown = at.items[Number(step)];
        pair = undefined;
        key = undefined;
        node = isNode(item) ? item : undefined;
      } else {
        return { node, key, pair, exact: false };
      }
    }
    return { node, key, pair, exact: true };
  }

  private at(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** Reads one YAML document, or says everything that is wrong with it. */
export function readYaml(
  path: string,
  text: string,
): { source?: YamlSource; problems: Problem[] } {
  const whole = (message: string, remedy?: string) => ({
    problems: [problemAt(path, { line: 1, column: 1 }, message, remedy)],
  });
  if (text.length > MAX_CHARACTERS) {
    return whole(
      'the file is larger than 1 MB',
      'Definitions are written by people: move data elsewhere.',
    );
  }
  if (text.includes('\uFFFD') || text.includes('\0')) {
    return whole("the file isn't UTF-8 text", 'Save it as UTF-8.');
  }
  const deep = tooDeep(text);
  if (deep) {
    return {
      problems: [
        problemAt(path, deep, `nested deeper than ${MAX_DEPTH} levels`),
      ],
    };
  }
  return parse(path, text);
}

function parse(path: string, text: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
  });
  const errors = document.errors.map(error =>
    syntaxProblem(path, lines, error),
  );
  if (errors.length > 0) return { problems: errors };
  const problems = structureProblems(path, document, lines);
  if (problems.length > 0) return { problems };
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  return {
    source: new YamlSource(path, text, value, document, lines),
    problems,
  };
}

const SYNTAX: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'this key stands twice in one map',
  MULTIPLE_DOCS: 'a second document in one file',
  TAB_AS_INDENT: 'a tab as indentation',
  BAD_ALIAS: 'an alias of an anchor that is not there',
};
const SYNTAX_REMEDY: Partial<Record<YAMLError['code'], string>> = {
  DUPLICATE_KEY: 'Keep one of them.',
  MULTIPLE_DOCS: 'One definition a file: move it to a file of its own.',
  TAB_AS_INDENT: 'Indent with spaces.',
};

function syntaxProblem(
  path: string,
  lines: LineCounter,
  error: YAMLError,
): Problem {
  const { line, col } = lines.linePos(error.pos[0]);
  return problemAt(
    path,
    { line: Math.max(line, 1), column: Math.max(col, 1) },
    SYNTAX[error.code] ?? `not YAML: ${error.message}`,
    SYNTAX_REMEDY[error.code],
  );
}

/** What YAML allows and a definition doesn't: odd keys, tags, and aliases that multiply. */
function structureProblems(
  path: string,
  document: Document<ParsedNode, boolean>,
  lines: LineCounter,
): Problem[] {
  const problems: Problem[] = [];
  const add = (node: unknown, message: string, remedy?: string) => {
    const offset = isNode(node) ? node.range?.[0] ?? 0 : 0;
    const { line, col } = lines.linePos(offset);
    problems.push(problemAt(path, { line, column: col }, message, remedy));
  };
  let aliases = 0;
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      aliases += 1;
      if (aliases === MAX_ALIASES + 1) {
        add(node, `more than ${MAX_ALIASES} aliases`, 'Write the values out.');
      }
    }
    if (isPair(node)) {
      if (!isScalar(node.key)) {
        add(node.key, 'a key that is not plain text', 'Use a word as key.');
      } else if (node.key.value === '__proto__') {
        add(node.key, '"__proto__" can\'t be a key');
      }
    }
    return problems.length > 20 ? visit.BREAK : undefined;
  });
  if (problems.length === 0 && aliases > 0 && expansion(document) > 10_000) {
    add(
      document.contents,
      'aliases that expand to more than 10,000 values',
      'Write the values out.',
    );
  }
  return problems;
}

/** How many values the document has once aliases are followed; computed without following them. */
function expansion(document: Document<ParsedNode, boolean>): number {
  const sizes = new Map<Node, number>();
  const sizeOf = (node: unknown): number => {
    if (!isNode(node)) return 0;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (isAlias(node)) {
      const target = node.resolve(document);
      size = target ? sizeOf(target) : 1;
    } else if (isMap(node)) {
      for (const item of node.items) size += sizeOf(item.value);
    } else if (isSeq(node)) {
      for (const item of node.items) size += sizeOf(item);
    }
    sizes.set(node, size);
    return size;
  };
  return sizeOf(document.contents);
}

/**
 * Where nesting passes the limit, from the text alone: the parser recurses, so it must not see such
 * a file. Brackets in quotes may count too much; no definition has a hundred of them.
 */
function tooDeep(text: string): Position | undefined {
  let line = 1;
  let start = 0;
  let brackets = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\n') {
      line += 1;
      start = i + 1;
    } else if (c === '[' || c === '{') {
      brackets += 1;
      if (brackets > MAX_DEPTH) return { line, column: i - start + 1 };
    } else if (c === ']' || c === '}') {
      brackets = Math.max(0, brackets - 1);
    }
  }
  return deepIndent(text);
}

function deepIndent(text: string): Position | undefined {
  const indents: number[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const dashes = /^(?: *- )*/.exec(lines[i])?.[0] ?? '';
    const inline = dashes.split('-').length - 1;
    const indent = lines[i].search(/[^ ]/);
    if (indent < 0) continue;
    while (indents.length > 0 && indents[indents.length - 1] >= indent) {
      indents.pop();
    }
    indents.push(indent);
    if (indents.length + inline > MAX_DEPTH) {
      return { line: i + 1, column: indent + 1 };
    }
  }
  return undefined;
}

export function problemAt(
  path: string,
  position: Position,
  message: string,
  remedy?: string,
): Problem {
  return {
    severity: 'error',
    path,
    ...position,
    message,
    ...(remedy ? { remedy } : {}),
  };
}
