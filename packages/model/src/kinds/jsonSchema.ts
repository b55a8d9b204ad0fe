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
    override: ({ jsonSchema }) => {
      // Zod's whole numbers end where JavaScript's do, which tells a reader nothing.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
        delete jsonSchema.maximum;
      }
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
        delete jsonSchema.minimum;
      }
    },
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
            ? withTitles({ title: titleOf(name), ...property })
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

function titleOf(name: string): string {
  if (name === 'apiVersion') return 'API version';
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
