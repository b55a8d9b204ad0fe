import Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Variable } from '../kinds';
import type { Complaints } from '../source/complaints';
import { escapeStep, isRecord } from '../source/pointer';
import { nearest } from '../source/suggest';
import { typeInWords } from '../source/words';
import { boundedPatterns } from './boundedPattern';

const ajv = new Ajv({
  allErrors: true,
  strict: false,
  validateFormats: false,
  verbose: true,
  code: { regExp: boundedPatterns },
});

const KEYWORDS = keywords();

function keywords(): string[] {
  const meta = ajv.getSchema('http://json-schema.org/draft-07/schema')?.schema;
  const known = isRecord(meta) ? meta.properties : undefined;
  return isRecord(known) ? Object.keys(known) : [];
}

type Compiled = { check: ValidateFunction } | { error: string };

const compiled = new WeakMap<object, Compiled>();
/** Compiling is dear, and a fleet that is loaded again has the same schemas as new objects. */
const compiledByText = new Map<string, Compiled>();
const MAX_SCHEMAS = 2000;

/** A value's fault: where in the value, and what, in words. */
export interface ValueFault {
  pointer: string;
  message: string;
  remedy?: string;
}

/** Places in a schema that aren't JSON Schema; the first fault of each says most. */
function faultsOfSchema(schema: Record<string, unknown>): ValueFault[] {
  if (ajv.validateSchema(schema) === true) return [];
  const first = new Map<string, ErrorObject>();
  for (const error of ajv.errors ?? []) {
    if (!first.has(error.instancePath)) first.set(error.instancePath, error);
  }
  return [...first.values()].map(faultOf);
}

/** Keywords of which each holds schemas by name, and those that hold one or a list of them. */
const NAMED_SCHEMAS = ['properties', 'patternProperties', 'definitions'];
const SCHEMAS = [
  'items',
  'additionalProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
];

/** Keywords that bind nothing, because they are written a little differently from those that do. */
function misspelt(schema: unknown, pointer = ''): ValueFault[] {
  if (Array.isArray(schema)) {
    return schema.flatMap((one, i) => misspelt(one, `${pointer}/${i}`));
  }
  if (!isRecord(schema)) return [];
  const own = Object.keys(schema).flatMap(key => {
    const near = KEYWORDS.includes(key) ? undefined : nearest(key, KEYWORDS);
    if (near === undefined) return [];
    const remedy = `Did you mean ${near}?`;
    const message = `${key} means nothing in a schema`;
    return [{ pointer: `${pointer}/${escapeStep(key)}`, message, remedy }];
  });
  const named = NAMED_SCHEMAS.flatMap(keyword =>
    Object.entries(schema[keyword] ?? {}).flatMap(([name, field]) =>
      misspelt(field, `${pointer}/${keyword}/${escapeStep(name)}`),
    ),
  );
  const inner = SCHEMAS.flatMap(keyword =>
    misspelt(schema[keyword], `${pointer}/${keyword}`),
  );
  return [...own, ...inner, ...named];
}

/** What is wrong with a schema itself, or undefined. */
export function schemaFault(
  schema: Record<string, unknown>,
): string | undefined {
  const result = compile(schema);
  return 'error' in result ? result.error : undefined;
}

/** What of a value doesn't fit a schema; a broken schema faults nothing, it is reported where it stands. */
export function valueFaults(
  schema: Record<string, unknown>,
  value: unknown,
): ValueFault[] {
  const result = compile(schema);
  if ('error' in result || result.check(value)) return [];
  return (result.check.errors ?? []).map(faultOf);
}

function compile(schema: Record<string, unknown>): Compiled {
  const known = compiled.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema);
  const result = compiledByText.get(text) ?? compileNew(schema);
  if (compiledByText.size >= MAX_SCHEMAS) compiledByText.clear();
  compiledByText.set(text, result);
  compiled.set(schema, result);
  return result;
}

function compileNew(schema: Record<string, unknown>): Compiled {
  // An $id would be remembered by ajv beyond this schema, and two files may use the same one.
  if ('$id' in schema || '$ref' in schema) {
    return { error: '$id and $ref are not used in schemas here' };
  }
  try {
    const check = ajv.compile(schema);
    return { check };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function faultOf(error: ErrorObject): ValueFault {
  const pointer = error.instancePath;
  const { params, data } = error;
  const given =
    isRecord(data) || Array.isArray(data)
      ? ''
      : `, not ${JSON.stringify(data)}`;
  switch (error.keyword) {
    case 'enum': {
      const allowed: unknown[] = Array.isArray(params.allowedValues)
        ? params.allowedValues
        : [];
      const near = nearest(String(data), allowed.map(String));
      return {
        pointer,
        message: `must be one of ${allowed.join(', ')}${given}`,
        ...(near ? { remedy: `Did you mean ${near}?` } : {}),
      };
    }
    case 'type':
      return {
        pointer,
        message: `must be ${typeInWords(String(params.type))}${given}`,
      };
    case 'minimum':
    case 'exclusiveMinimum':
      return {
        pointer,
        message: `must be ${params.comparison} ${params.limit}${given}`,
      };
    case 'maximum':
    case 'exclusiveMaximum':
      return {
        pointer,
        message: `must be ${params.comparison} ${params.limit}${given}`,
      };
    case 'pattern':
      return { pointer, message: `must match ${params.pattern}${given}` };
    case 'additionalProperties': {
      const key = String(params.additionalProperty);
      const schema = isRecord(error.parentSchema)
        ? error.parentSchema.properties
        : {};
      const known = isRecord(schema) ? Object.keys(schema) : [];
      const near = nearest(key, known);
      return {
        pointer: `${pointer}/${key}`,
        message: `isn't known here`,
        remedy: near ? `Did you mean ${near}?` : `Known: ${known.join(', ')}.`,
      };
    }
    default:
      return { pointer, message: error.message ?? 'does not fit the schema' };
  }
}

/** Faults of a schema itself, where it stands; false where values can't be held to it. */
export function schemaProblems(
  to: Complaints,
  schema: Record<string, unknown>,
  pointer: string,
  what: { keyword: string; of: string },
): boolean {
  const { keyword, of } = what;
  const faults = faultsOfSchema(schema);
  for (const { pointer: place, message, remedy } of faults) {
    const field = `${keyword}${place.replace(/\//g, '.')}`;
    to.add(`${pointer}${place}`, `${field} of ${of} ${message}`, { remedy });
  }
  if (faults.length > 0) return false;
  for (const { pointer: place, message, remedy } of misspelt(schema)) {
    to.warn(`${pointer}${place}`, `${of}: ${message}`, remedy);
  }
  const fault = schemaFault(schema);
  if (fault) to.add(pointer, `the ${keyword} of ${of} isn't valid: ${fault}`);
  return fault === undefined;
}

/** Faults of declared variables: a schema that isn't one, a default outside its own schema. */
export function variableProblems(
  to: Complaints,
  variables: readonly Variable[] | undefined,
  pointer: string,
): void {
  (variables ?? []).forEach(({ name, schema, required }, i) => {
    const at = `${pointer}/${i}`;
    const what = { keyword: 'schema', of: name };
    const sound = schemaProblems(to, schema, `${at}/schema`, what);
    if (!sound || schema.default === undefined) return;
    for (const { message } of valueFaults(schema, schema.default)) {
      to.add(`${at}/schema/default`, `the default of ${name} ${message}`);
    }
    if (required) {
      to.warn(
        `${at}/required`,
        `${name} has a default, so it is never missing`,
        'Remove required, or the default.',
      );
    }
  });
}
