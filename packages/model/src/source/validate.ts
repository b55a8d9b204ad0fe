import type { z } from 'zod';
import { jsonSchemaOf } from '../kinds';
import type { KindName } from '../kinds';
import type { Problem } from '../problems';
import { problemAt } from './document';
import type { YamlSource } from './document';
import { isRecord, pointerOf, valueAt } from './pointer';
import { nearest } from './suggest';
import { fieldName, typeInWords, valueInWords } from './words';

type Issue = z.core.$ZodIssue;

/**
 * Checks a definition against its kind: the parsed value, or all that is wrong, with places.
 * `readable` is then what is left without the faulty fields, so that names in it can be checked too.
 */
export function validateKind<T>(
  kind: KindName,
  schema: z.ZodType<T>,
  source: YamlSource,
): { value?: T; readable?: T; problems: Problem[] } {
  const result = schema.safeParse(source.value);
  if (result.success) return { value: result.data, problems: [] };
  const { issues } = result.error;
  const left = schema.safeParse(withoutFaults(source.value, issues));
  return {
    ...(left.success && { readable: left.data }),
    problems: issues
      .filter(issue => !isMisspelt(kind, issue, issues))
      .flatMap(issue => problemsOf(kind, source, issue)),
  };
}

/** Whether a field is only missing because it is written a little differently, which is told. */
function isMisspelt(
  kind: KindName,
  { path }: Issue,
  issues: readonly Issue[],
): boolean {
  const parent = path.slice(0, -1);
  const name = String(path.at(-1));
  return issues.some(
    other =>
      other.code === 'unrecognized_keys' &&
      pointerOf(other.path) === pointerOf(parent) &&
      other.keys.some(key => meantBy(kind, parent, key) === name),
  );
}

function meantBy(
  kind: KindName,
  parent: readonly PropertyKey[],
  key: string,
): string | undefined {
  return nearest(key, keysAt(jsonSchemaFor(kind), parent));
}

/** A copy without the fields that issues name. */
function withoutFaults(value: unknown, issues: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(value);
  for (const issue of issues) {
    const steps = issue.path;
    const unknown = issue.code === 'unrecognized_keys';
    const holder = valueAt(
      copy,
      pointerOf(unknown ? steps : steps.slice(0, -1)),
    );
    if (!isRecord(holder)) continue;
    const keys = unknown ? issue.keys : steps.slice(-1).map(String);
    for (const key of keys) delete holder[key];
  }
  return copy;
}

function problemsOf(
  kind: KindName,
  source: YamlSource,
  issue: Issue,
): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => unknownField(kind, source, issue.path, key));
  }
  const pointer = pointerOf(issue.path);
  if (issue.code === 'invalid_key') {
    // Told once: what has no form at all isn't a reserved one too.
    return issue.issues
      .slice(0, 1)
      .map(({ message }) =>
        problemAt(
          source.path,
          source.keyPositionOf(pointer),
          `${fieldName(issue.path.slice(0, -1))}: ${message}`,
        ),
      );
  }
  const field = fieldName(issue.path);
  const value = valueAt(source.value, pointer);
  if (value === undefined && issue.code !== 'custom') {
    return [
      problemAt(
        source.path,
        source.keyPositionOf(pointer),
        `${field} is missing`,
        remedyForMissing(issue),
      ),
    ];
  }
  return [
    problemAt(
      source.path,
      source.positionOf(pointer),
      messageOf(field, value, issue),
      remedyOf(value, issue, source.writtenAt(pointer)),
    ),
  ];
}

function unknownField(
  kind: KindName,
  source: YamlSource,
  parent: readonly PropertyKey[],
  key: string,
): Problem {
  const known = keysAt(jsonSchemaFor(kind), parent);
  const near = nearest(key, known);
  const remedy = near
    ? `Did you mean ${near}?`
    : known.length > 0 && `Known here: ${known.join(', ')}.`;
  return problemAt(
    source.path,
    source.keyPositionOf(pointerOf([...parent, key])),
    `unknown field ${fieldName([...parent, key])}`,
    remedy || undefined,
  );
}

function messageOf(field: string, value: unknown, issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `${field} must be ${typeInWords(
        issue.expected,
      )}, not ${valueInWords(value)}`;
    case 'invalid_value':
      return `${field} must be ${issue.values
        .map(v => String(v))
        .join(', ')
        .replace(/, ([^,]*)$/, ' or $1')}, not ${valueInWords(value)}`;
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `${field} is empty`
        : `${field} must be ${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'string'
        ? `${field} is longer than ${issue.maximum} characters`
        : `${field} must be ${issue.maximum} or less`;
    default:
      return issue.message.startsWith('must be ')
        ? `${field} ${issue.message}, not ${valueInWords(value)}`
        : `${field}: ${issue.message}`;
  }
}

function remedyOf(
  value: unknown,
  issue: Issue,
  written: string | undefined,
): string | undefined {
  if (issue.code === 'invalid_type' && issue.expected === 'string') {
    return typeof value === 'number' || typeof value === 'boolean'
      ? `Write it in quotes: "${written ?? value}".`
      : undefined;
  }
  if (issue.code === 'invalid_value' && typeof value === 'string') {
    const near = nearest(value, issue.values.map(String));
    return near && `Did you mean ${near}?`;
  }
  return undefined;
}

function remedyForMissing(issue: Issue): string | undefined {
  if (issue.code === 'invalid_value') {
    return `Write ${String(issue.path.at(-1))}: ${issue.values
      .map(String)
      .join(' | ')}.`;
  }
  return undefined;
}

const schemas = new Map<KindName, Record<string, unknown>>();

function jsonSchemaFor(kind: KindName): Record<string, unknown> {
  const known = schemas.get(kind);
  if (known) return known;
  const schema = jsonSchemaOf(kind);
  schemas.set(kind, schema);
  return schema;
}

/** The fields that a kind has at a place. */
function keysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
  let at: unknown[] = [schema];
  for (const step of path) {
    at = at.flatMap(alternatives).flatMap(s => {
      if (!isRecord(s)) return [];
      if (typeof step === 'number') return [s.items];
      const { properties } = s;
      if (isRecord(properties) && Object.hasOwn(properties, String(step))) {
        return [properties[String(step)]];
      }
      return [s.additionalProperties];
    });
  }
  return at.flatMap(alternatives).flatMap(keysOf);
}

function keysOf(schema: unknown): string[] {
  if (!isRecord(schema)) return [];
  const { properties, propertyNames } = schema;
  const named = isRecord(propertyNames) ? propertyNames.enum : undefined;
  return [
    ...(isRecord(properties) ? Object.keys(properties) : []),
    ...(Array.isArray(named) ? named.map(String) : []),
  ];
}

function alternatives(schema: unknown): unknown[] {
  if (!isRecord(schema)) return [];
  return Array.isArray(schema.anyOf)
    ? schema.anyOf.flatMap(alternatives)
    : [schema];
}
