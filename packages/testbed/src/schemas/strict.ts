import { asSchema, isSchema } from './packed';
import type { Schema } from './packed';

/** Where a schema stands: Kubernetes leaves a few types open by saying nothing about them. */
export interface Strictness {
  /** Whether an object without any property may hold anything. A custom kind's would be emptied. */
  silentIsOpen: boolean;
}

/**
 * A schema that knows no fields but its own. The API server drops the others without a word, so
 * whoever wrote them meant something that never happens.
 */
export function strict(schema: Schema, how: Strictness): Schema {
  const result: Schema = { ...schema };
  if (isSchema(schema.properties)) {
    result.properties = mapValues(schema.properties, each => strict(each, how));
  }
  if (isSchema(schema.items)) result.items = strict(schema.items, how);
  if (isSchema(schema.additionalProperties)) {
    result.additionalProperties = strict(schema.additionalProperties, how);
  }
  if (isClosed(schema, how)) result.additionalProperties = false;
  if (schema['x-kubernetes-int-or-string'] === true) {
    delete result.anyOf;
    result.type = ['integer', 'string'];
  }
  if (schema.nullable === true && typeof result.type === 'string') {
    result.type = [result.type, 'null'];
  }
  return result;
}

function isClosed(schema: Schema, { silentIsOpen }: Strictness): boolean {
  if (schema.type !== 'object') return false;
  if (schema.additionalProperties !== undefined) return false;
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return false;
  return isSchema(schema.properties) || !silentIsOpen;
}

/** A custom kind: the API server gives every object apiVersion, kind and metadata, whatever its schema says. */
export function strictCustomKind(schema: Schema, metadata: Schema): Schema {
  const root = strict(schema, { silentIsOpen: false });
  const own = isSchema(root.properties) ? root.properties : {};
  return {
    ...root,
    properties: {
      ...own,
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata,
    },
  };
}

const QUANTITY =
  '^[+-]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|([eE][+-]?[0-9]+))?$';

/** Two types of Kubernetes that are more than one JSON type. */
export function strictBuiltIn(name: string, schema: Schema): Schema {
  if (name.endsWith('.intstr.IntOrString')) {
    return { type: ['integer', 'string'] };
  }
  if (name.endsWith('.resource.Quantity')) {
    return { type: ['string', 'number'], pattern: QUANTITY };
  }
  return strict(schema, { silentIsOpen: true });
}

function mapValues(map: Schema, change: (schema: Schema) => Schema): Schema {
  return Object.fromEntries(
    Object.entries(map).map(([name, each]) => [name, change(asSchema(each))]),
  );
}
