import type { z } from 'zod';
import type { KindName } from '../kinds';
import { isDnsLabel } from '../kinds/fields';
import type { Problem } from '../problems';
import { problemAt } from '../source/document';
import type { YamlSource } from '../source/document';
import { isRecord } from '../source/pointer';
import { nearest } from '../source/suggest';
import { validateKind } from '../source/validate';
import type { Place } from './layout';
import type { Sourced } from './sources';
import { versionKey } from './sources';

/** Reads one definition into its table, or says what is wrong with it. */
export type Reader = (place: Place, source: YamlSource) => Problem[];

interface Definition {
  metadata: { name: string };
  spec: object;
}

/** What one file of a kind holds. */
interface Reading<T> {
  /** The definition, where nothing is wrong with it. */
  sound?: Sourced<T>;
  /** What is left of one with errors. */
  left?: Sourced<T>;
  problems: Problem[];
}

/**
 * Checks the kind, its fields, and that path and name agree. A file that didn't change isn't checked
 * again, and gives the very same definition.
 */
export function readingOf<T extends Definition>(
  kind: KindName,
  schema: z.ZodType<T>,
): (place: Place, source: YamlSource) => Reading<T> {
  const readings = new WeakMap<YamlSource, Reading<T>>();
  return (place, source) => {
    const known = readings.get(source);
    if (known) return known;
    const reading = read(kind, schema, place, source);
    readings.set(source, reading);
    return reading;
  };
}

function read<T extends Definition>(
  kind: KindName,
  schema: z.ZodType<T>,
  place: Place,
  source: YamlSource,
): Reading<T> {
  const wrong = notThisKind(kind, source);
  if (wrong) return { problems: [wrong] };
  const { value, readable, problems } = validateKind(kind, schema, source);
  const all = [...problems, ...placeProblems(place, source)];
  if (value && all.length === 0) {
    return { sound: { ...value, source }, problems: all };
  }
  return { ...(readable && { left: { ...readable, source } }), problems: all };
}

/**
 * The reader of one kind. What is left of a definition with errors goes to `faulty`, for its references
 * to be checked at the same time.
 */
export function reader<T extends Definition>(
  reading: (place: Place, source: YamlSource) => Reading<T>,
  table: Map<string, Sourced<T>>,
  faulty: Map<string, Sourced<T>>,
): Reader {
  return (place, source) => {
    const { sound, left, problems } = reading(place, source);
    if (sound) table.set(keyOf(place), sound);
    else if (left) faulty.set(keyOf(place), left);
    return problems;
  };
}

function keyOf({ name = '', version }: Place): string {
  return version === undefined ? name : versionKey({ name, version });
}

function notThisKind(kind: KindName, source: YamlSource): Problem | undefined {
  // Places are only worth finding for who is told of them.
  const at = () => source.positionOf('/kind');
  if (source.value === null || source.value === undefined) {
    return problemAt(
      source.path,
      { line: 1, column: 1 },
      'the file is empty',
      `Write a ${kind} here, or delete the file.`,
    );
  }
  if (!isRecord(source.value)) {
    return problemAt(
      source.path,
      at(),
      `this isn't a ${kind}: a map is expected`,
    );
  }
  const given = source.value.kind;
  if (typeof given !== 'string' || given === kind) return undefined;
  return problemAt(
    source.path,
    at(),
    `a file here is of kind ${kind}, not ${given}`,
    nearest(given, [kind]) ? `Did you mean ${kind}?` : undefined,
  );
}

/** Path, `metadata.name` and `spec.version` say the same thing, so that a file is found by its name. */
function placeProblems(place: Place, source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const value = isRecord(source.value) ? source.value : {};
  const { metadata, spec } = value;
  const name = isRecord(metadata) ? metadata.name : undefined;
  const version = isRecord(spec) ? spec.version : undefined;
  if (place.name !== undefined && !isDnsLabel(place.name)) {
    problems.push(
      problemAt(
        source.path,
        { line: 1, column: 1 },
        `the folder or file name ${JSON.stringify(
          place.name,
        )} isn't a DNS-1123 name`,
        'Use lower-case letters, digits and "-".',
      ),
    );
  } else if (
    place.name !== undefined &&
    typeof name === 'string' &&
    isDnsLabel(name) &&
    name !== place.name
  ) {
    problems.push(
      problemAt(
        source.path,
        source.positionOf('/metadata/name'),
        `metadata.name is ${name}, but the path says ${place.name}`,
        'Rename one of them.',
      ),
    );
  }
  if (
    place.version !== undefined &&
    typeof version === 'string' &&
    version !== place.version
  ) {
    problems.push(
      problemAt(
        source.path,
        source.positionOf('/spec/version'),
        `spec.version is ${version}, but the path says ${place.version}`,
        'Rename one of them.',
      ),
    );
  }
  return problems;
}
