/** One step of a compiled pattern. Numbers are places in the program. */
export type Instruction =
  | { op: 'char'; takes: (character: string) => boolean }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'at'; holds: (before: string, after: string) => boolean }
  | { op: 'match' };

/** A pattern as a tree, before it is laid out as a program. */
type Node =
  | { kind: 'char'; takes: (character: string) => boolean }
  | { kind: 'at'; holds: (before: string, after: string) => boolean }
  | { kind: 'all'; nodes: Node[] }
  | { kind: 'any'; nodes: Node[] }
  | { kind: 'repeat'; node: Node; min: number; max: number; greedy: boolean };

const WORD = /^[0-9A-Za-z_]$/;
const CLASSES: Record<string, string> = {
  d: '0-9',
  w: '0-9A-Za-z_',
  s: '\\t\\n\\f\\r ',
};
const CONTROL: Record<string, string> = {
  a: '\x07',
  f: '\f',
  t: '\t',
  n: '\n',
  r: '\r',
  v: '\v',
};

function isBorder(before: string, after: string): boolean {
  return WORD.test(before) !== WORD.test(after);
}

const PLACES: Record<string, (before: string, after: string) => boolean> = {
  A: before => before === '',
  z: (_, after) => after === '',
  b: isBorder,
  B: (before, after) => !isBorder(before, after),
};

/** Reads what RE2 has accepted; the parts of its syntax that aren't read here are said so. */
class Pattern {
  private at = 0;

  constructor(private readonly text: readonly string[]) {}

  whole(): Node {
    const node = this.choice();
    if (this.at < this.text.length) throw new Error('unexpected )');
    return node;
  }

  private choice(): Node {
    const nodes = [this.sequence()];
    while (this.takes('|')) nodes.push(this.sequence());
    return nodes.length === 1 ? nodes[0] : { kind: 'any', nodes };
  }

  private sequence(): Node {
    const nodes: Node[] = [];
    while (this.at < this.text.length && !'|)'.includes(this.text[this.at])) {
      nodes.push(this.repeated(this.atom()));
    }
    return { kind: 'all', nodes };
  }

  private repeated(node: Node): Node {
    const counts = this.counts();
    if (!counts) return node;
    const [min, max] = counts;
    const greedy = !this.takes('?');
    return this.repeated({ kind: 'repeat', node, min, max, greedy });
  }

  private counts(): [number, number] | undefined {
    if (this.takes('*')) return [0, Infinity];
    if (this.takes('+')) return [1, Infinity];
    if (this.takes('?')) return [0, 1];
    const rest = this.text.slice(this.at, this.at + 14).join('');
    const given = /^\{(\d+)(?:(,)(\d*))?\}/.exec(rest);
    if (!given) return undefined;
    this.at += given[0].length;
    const min = Number(given[1]);
    if (given[2] === undefined) return [min, min];
    return [min, given[3] ? Number(given[3]) : Infinity];
  }

  private atom(): Node {
    const character = this.text[this.at];
    this.at += 1;
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return this.characterClass();
      case '.':
        return { kind: 'char', takes: c => c !== '\n' };
      case '^':
        return { kind: 'at', holds: PLACES.A };
      case '$':
        return { kind: 'at', holds: PLACES.z };
      case '\\':
        return this.escape();
      default:
        return { kind: 'char', takes: c => c === character };
    }
  }

  private group(): Node {
    if (this.takes('?')) {
      const named = /^P?<\w+>/.exec(this.text.slice(this.at).join(''));
      if (named) this.at += named[0].length;
      else if (!this.takes(':')) throw new Error('flags are not known to find');
    }
    const node = this.choice();
    this.takes(')');
    return node;
  }

  private escape(): Node {
    const letter = this.text[this.at];
    this.at += 1;
    const place = PLACES[letter];
    if (place) return { kind: 'at', holds: place };
    const set = CLASSES[letter.toLowerCase()];
    if (set) return oneOf(`${letter < 'a' ? '^' : ''}${set}`);
    if (/[\w]/.test(letter) && !CONTROL[letter]) {
      throw new Error(`\\${letter} is not known to find`);
    }
    const meant = CONTROL[letter] ?? letter;
    return { kind: 'char', takes: c => c === meant };
  }

  private characterClass(): Node {
    let set = '';
    if (this.takes('^')) set = '^';
    for (let first = true; first || this.text[this.at] !== ']'; first = false) {
      const character = this.text[this.at];
      const next = this.text[this.at + 1] ?? '';
      if (character === undefined) throw new Error('missing ]');
      if (character === '[' && next === ':') {
        throw new Error('[:…:] is not known to find');
      }
      if (character === '\\') {
        if (/[DWSpPxQ]/.test(next)) {
          throw new Error(`\\${next} in [] is not known to find`);
        }
        set += CLASSES[next] ?? `\\${next}`;
        this.at += 2;
      } else {
        set += '[]^&'.includes(character) ? `\\${character}` : character;
        this.at += 1;
      }
    }
    this.at += 1;
    return oneOf(set);
  }

  private takes(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }
}

/** One character of a set, as JavaScript writes it: on a single character it can't run away. */
function oneOf(set: string): Node {
  const test = new RegExp(`^[${set}]$`);
  return { kind: 'char', takes: c => test.test(c) };
}

/** Lays a pattern out as a program for {@link find}. Its size is that of the pattern, written out. */
export function compile(pattern: string): Instruction[] {
  const program: Instruction[] = [];
  lay(new Pattern([...pattern]).whole(), program);
  program.push({ op: 'match' });
  return program;
}

function lay(node: Node, program: Instruction[]): void {
  switch (node.kind) {
    case 'char':
      program.push({ op: 'char', takes: node.takes });
      return;
    case 'at':
      program.push({ op: 'at', holds: node.holds });
      return;
    case 'all':
      node.nodes.forEach(inner => lay(inner, program));
      return;
    case 'any':
      layChoice(node.nodes, program);
      return;
    default:
      layRepeat(node, program);
  }
}

function layChoice(nodes: readonly Node[], program: Instruction[]): void {
  const [first, ...rest] = nodes;
  if (rest.length === 0) {
    lay(first, program);
    return;
  }
  const split = { op: 'split' as const, first: program.length + 1, second: 0 };
  program.push(split);
  lay(first, program);
  const jump = { op: 'jump' as const, to: 0 };
  program.push(jump);
  split.second = program.length;
  layChoice(rest, program);
  jump.to = program.length;
}

function layRepeat(
  { node, min, max, greedy }: Extract<Node, { kind: 'repeat' }>,
  program: Instruction[],
): void {
  for (let i = 0; i < min; i++) lay(node, program);
  const optional = max === Infinity ? 1 : max - min;
  const splits: {
    inside: number;
    split: Extract<Instruction, { op: 'split' }>;
  }[] = [];
  for (let i = 0; i < optional; i++) {
    const split = { op: 'split' as const, first: 0, second: 0 };
    splits.push({ inside: program.length + 1, split });
    program.push(split);
    lay(node, program);
    if (max === Infinity) {
      program.push({ op: 'jump', to: splits[0].inside - 1 });
    }
  }
  for (const { inside, split } of splits) {
    const outside = program.length;
    split.first = greedy ? inside : outside;
    split.second = greedy ? outside : inside;
  }
}
