import { ambiguities } from './ambiguity';
import { FLOTILLA } from './dialect';
import type { Dialect } from './dialect';
import { YamlFault } from './fault';
import { hasErrors } from '../problems';
import type { Problem } from '../problems';
import { placeOf } from './place';
import type { Place } from './place';
import type { Position, SourceFile } from './sourceFile';
import { valueOf } from './value';
import { placeWithin } from './within';
import { YamlText } from './yamlText';

export { problemAt } from './yamlText';

/** A definition is read by people: past this it is data, or an attack. */
const MAX_CHARACTERS = 1_000_000;
const MAX_DEPTH = 100;

/** One YAML document that a person wrote, its value and where everything in it stands. */
export class YamlSource implements SourceFile {
  constructor(
    private readonly file: YamlText,
    private readonly document: number,
    private readonly dialect: Dialect,
    readonly value: unknown,
    /** Where the value stands within its document. */
    private readonly base = '',
  ) {}

  get path(): string {
    return this.file.path;
  }

  positionOf(pointer: string): Position {
    return this.file.at(this.find(pointer).node.start);
  }

  keyPositionOf(pointer: string): Position {
    const { key, node } = this.find(pointer);
    return this.file.at((key ?? node).start);
  }

  positionIn(pointer: string, offset: number): Position {
    const { node } = this.find(pointer);
    if (node.kind !== 'scalar') return this.positionOf(pointer);
    const { text } = this.file;
    return this.file.at(placeWithin(text, node.start, node.text, offset));
  }

  /** A scalar as it is written: `0644` and `1.30`, which as numbers would be 644 and 1.3. */
  writtenAt(pointer: string): string | undefined {
    const { node } = this.find(pointer);
    return node.kind === 'scalar' ? node.text : undefined;
  }

  private find(pointer: string): Place {
    return placeOf(
      this.file.trees()[this.document],
      this.base + pointer,
      this.dialect,
    );
  }
}

/** Reads one YAML document, or says everything that is wrong with it. */
export function readYaml(
  path: string,
  text: string,
): { source?: YamlSource; problems: Problem[] } {
  const file = new YamlText(path, text, MAX_DEPTH);
  const refused = file.refusal(
    MAX_CHARACTERS,
    'Definitions are written by people: move data elsewhere.',
  );
  if (refused) return { problems: [refused] };
  try {
    const [tree, second] = file.read();
    if (second) {
      throw new YamlFault(
        second.start,
        'a second document in one file',
        'One definition a file: move it to a file of its own.',
      );
    }
    const { value, faults } = valueOf(tree, FLOTILLA);
    const problems = [...faults, ...ambiguities(tree)].map(fault =>
      file.problemOf(fault),
    );
    if (hasErrors(problems)) return { problems };
    return { source: new YamlSource(file, 0, FLOTILLA, value), problems };
  } catch (error) {
    if (!(error instanceof YamlFault)) throw error;
    return { problems: [file.problemOf(error)] };
  }
}
