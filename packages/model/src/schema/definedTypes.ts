import type { KubeObject } from '@flotilla/drift';
import { isRecord } from '../source/pointer';
import { metadataType } from './builtInTypes';
import { definitionOf } from './definition';
import { ANYTHING, structure } from './FieldType';
import type { FieldType, Scalar } from './FieldType';

const SCALARS = new Set(['string', 'integer', 'number', 'boolean']);

const definitions = new WeakMap<KubeObject, ReadonlyMap<string, FieldType>>();

/** The types of the kind that a CustomResourceDefinition makes, by `apiVersion/kind`. */
export function definedTypes(
  definition: KubeObject,
): ReadonlyMap<string, FieldType> {
  const known = definitions.get(definition);
  if (known) return known;
  const types = new Map(typesIn(definition));
  definitions.set(definition, types);
  return types;
}

function typesIn(object: KubeObject): [string, FieldType][] {
  const { group, kind, versions = [] } = definitionOf(object) ?? {};
  return versions.flatMap(({ name, schema }) => {
    const root = isRecord(schema) ? schema.openAPIV3Schema : undefined;
    if (!isRecord(root)) return [];
    return [[`${group}/${name}/${kind}`, kindType(root)]];
  });
}

/** Every object has apiVersion, kind and metadata, whatever its schema says. */
function kindType(root: Record<string, unknown>): FieldType {
  const own = typeOf(root);
  if (own.holds !== 'fields') return own;
  const text: FieldType = { holds: 'string' };
  return structure(
    () =>
      new Map([
        ...own.fields,
        ['apiVersion', text],
        ['kind', text],
        ['metadata', metadataType()],
        ['status', ANYTHING],
      ]),
    own.open,
  );
}

function typeOf(schema: unknown): FieldType {
  if (!isRecord(schema)) return ANYTHING;
  const { type, items, properties, additionalProperties } = schema;
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { holds: 'integer or string' };
  }
  if (schema['x-kubernetes-embedded-resource'] === true) return ANYTHING;
  if (type === 'array') return { holds: 'list', of: typeOf(items) };
  if (type !== 'object') return isScalar(type) ? { holds: type } : ANYTHING;
  if (isRecord(additionalProperties)) {
    return { holds: 'map', of: typeOf(additionalProperties) };
  }
  const open =
    additionalProperties === true ||
    schema['x-kubernetes-preserve-unknown-fields'] === true;
  return structure(() => fieldsOf(properties), open);
}

function fieldsOf(properties: unknown): Map<string, FieldType> {
  const entries = isRecord(properties) ? Object.entries(properties) : [];
  return new Map(entries.map(([name, schema]) => [name, typeOf(schema)]));
}

function isScalar(type: unknown): type is Scalar {
  return typeof type === 'string' && SCALARS.has(type);
}
