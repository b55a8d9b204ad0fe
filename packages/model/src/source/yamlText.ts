import type { Problem } from '../problems';
import { YamlFault } from './fault';
import { Lines } from './lines';
import type { Position } from './sourceFile';
import { readTrees } from './tree';
import type { YamlNode } from './tree';

/** Five megabytes of real manifests have a third of it, and no second is enough for more. */
const MAX_ENTRIES = 500_000;

/** What YAML forbids anywhere, and the sign of what was no text. */
const ODD =
  // eslint-disable-next-line no-control-regex -- finding control characters is its purpose
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd-\uffff]/;
const CONTROL: [string, string] = [
  'a control character',
  'Remove it, or write it as \\x.. in double quotes.',
];
const ODDITIES: Record<string, [string, string] | undefined> = {
  '\0': ["the file isn't UTF-8 text", 'Save it as UTF-8.'],
  '\ufffd': [
    "the file isn't UTF-8 text",
    'Save it as UTF-8; a replacement character that is meant is written "\\uFFFD".',
  ],
};

/** What can hold an entry each: lines, and what commas part. */
function entriesIn(text: string): number {
  let entries = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 44) entries += 1;
  }
  return entries;
}

/**
 * A YAML file. Trees and lines are made when somebody asks for a place, since a fleet of thousands
 * of files is read for its values.
 */
export class YamlText {
  #lines: Lines | undefined;
  #trees: YamlNode[] | undefined;

  constructor(
    readonly path: string,
    readonly text: string,
    private readonly maxDepth: number,
  ) {}

  /**
   * Its documents.
   *
   * @throws YamlFault when it isn't YAML
   */
  read(): YamlNode[] {
    return readTrees(this.text, this.maxDepth);
  }

  /** The same trees again, kept for the next question. */
  trees(): YamlNode[] {
    this.#trees ??= this.read();
    return this.#trees;
  }

  at(offset: number): Position {
    this.#lines ??= new Lines(this.text);
    return this.#lines.at(offset);
  }

  /** A fault as a problem of this file. */
  problemOf({ offset, message, remedy, severity }: YamlFault): Problem {
    const problem = problemAt(this.path, this.at(offset), message, remedy);
    return { ...problem, severity };
  }

  /** What keeps a text from being read at all, before anything parses it. */
  refusal(maxCharacters: number, remedy: string): Problem | undefined {
    const { text } = this;
    if (text.length > maxCharacters) {
      const size = maxCharacters / 1_000_000;
      return problemAt(
        this.path,
        { line: 1, column: 1 },
        `the file is larger than ${size} MB`,
        remedy,
      );
    }
    if (entriesIn(text) > MAX_ENTRIES) {
      return problemAt(
        this.path,
        { line: 1, column: 1 },
        `the file has more than ${MAX_ENTRIES} lines and entries`,
        remedy,
      );
    }
    return this.oddity();
  }

  /** The first place of what mustn't be there, as a problem. */
  firstOf(odd: RegExp, message: string, remedy: string): Problem | undefined {
    const at = this.text.search(odd);
    return at < 0
      ? undefined
      : problemAt(this.path, this.at(at), message, remedy);
  }

  private oddity(): Problem | undefined {
    const [odd] = ODD.exec(this.text) ?? [];
    if (odd === undefined) return undefined;
    const [message, remedy] = ODDITIES[odd] ?? CONTROL;
    return this.firstOf(ODD, message, remedy);
  }
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
