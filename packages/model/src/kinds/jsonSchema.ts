import { z } from 'zod';
import { isRecord } from '../source/pointer';
import { kindSchemas } from './schemas';
import type { KindName } from './schemas';

type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema (draft-07, which every YAML editor knows) of a kind, for editors and forms. Every
 * field has a title and a description.
 *
 * @public
 */
export function jsonSchemaOf(kind: KindName): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(kindSchemas[kind], {
    target: 'draft-7',
    unrepresentable: 'any',
  });
  return {
    $schema,
    $id: `https://flotilla.dev/schemas/v1alpha1/${schemaFileOf(kind)}`,
    ...withTitles({ ...schema }),
  };
}

/** The name of a kind's published schema: `RoleTemplate` → `roletemplate.schema.json`. @public */
export function schemaFileOf(kind: KindName): string {
  return `${kind.toLowerCase()}.schema.json`;
}

/** Gives each property that has no title one made of its name: `workerPools` → "Worker pools". */
function withTitles(schema: JsonSchema): JsonSchema {
  const result: JsonSchema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties' && isRecord(value)) {
      result[key] = Object.fromEntries(
        Object.entries(value).map(([name, property]) => [
          name,
          isRecord(property)
            ? withTitles({ title: titleOf(name), ...nullable(property) })
            : property,
        ]),
      );
    } else if (Array.isArray(value)) {
      result[key] = value.map(item =>
        isRecord(item) && key !== 'examples' ? withTitles(item) : item,
      );
    } else {
      result[key] =
        isRecord(value) && key !== 'examples' ? withTitles(value) : value;
    }
  }
  return result;
}

/**
 * A field that may also be empty, said by its type: of a choice with "null" an editor can only tell
 * that neither holds, and not what is wrong inside.
 */
function nullable(property: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = property;
  if (!Array.isArray(anyOf)) return property;
  const ways: unknown[] = anyOf;
  const filled = ways.filter(isRecord).filter(way => way.type !== 'null');
  if (filled.length === ways.length || filled.length !== 1) return property;
  const [way] = filled;
  if (typeof way.type === 'string' && !('enum' in way)) {
    return { ...way, ...rest, type: [way.type, 'null'] };
  }
  return { ...way, ...rest, anyOf: [...choicesOf(way), { type: 'null' }] };
}

function choicesOf({ anyOf }: JsonSchema): unknown[] {
  return Array.isArray(anyOf) ? anyOf : [];
}

function titleOf(name: string): string {
  if (name === 'apiVersion') return 'API version';
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
