import { KUBERNETES_TYPES } from './generated/kubernetesTypes';
import { ATOMIC_MAPS, ATOMIC_TYPES, LIST_KEYS, SET_LISTS } from './listKeys';
import { ANY, ListOf, Scalar, Schema, Struct } from './Schema';

const SCALARS: ReadonlyMap<string, Scalar> = new Map([
  ['string', { type: 'scalar', scalar: 'string' }],
  ['integer', { type: 'scalar', scalar: 'integer' }],
  ['number', { type: 'scalar', scalar: 'number' }],
  ['boolean', { type: 'scalar', scalar: 'boolean' }],
  ['intOrString', { type: 'scalar', scalar: 'intOrString' }],
  ['quantity', { type: 'scalar', scalar: 'quantity' }],
]);

/** Every built-in type by its name in generated/kubernetesTypes.ts. Types may refer to themselves. */
function readTypes(text: string): Map<string, Struct> {
  const lines = text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const colon = line.indexOf(':');
      return { name: line.slice(0, colon), fields: line.slice(colon + 2) };
    });
  const types = new Map<string, Struct>(
    lines.map(({ name }) => [
      name,
      {
        type: 'struct',
        name:
          name === 'V1ObjectMeta'
            ? 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'
            : `io.k8s.api.${name}`,
        fields: new Map<string, Schema>(),
        ...(ATOMIC_TYPES.has(name) ? { atomic: true } : {}),
      },
    ]),
  );
  for (const line of lines) {
    const struct = types.get(line.name);
    for (const field of line.fields.split(' ').filter(part => part !== '')) {
      const [key, written] = field.split('=');
      struct?.fields.set(key, readType(written, `${line.name}.${key}`, types));
    }
  }
  return types;
}

function readType(
  written: string,
  path: string,
  types: Map<string, Struct>,
): Schema {
  if (written.startsWith('['))
    return readList(written.slice(1, -1), path, types);
  if (written.startsWith('{')) {
    const items = readType(written.slice(1, -1), path, types);
    return {
      type: 'map',
      items,
      ...(ATOMIC_MAPS.has(path) ? { atomic: true } : {}),
    };
  }
  return SCALARS.get(written) ?? types.get(written) ?? ANY;
}

function readList(
  written: string,
  path: string,
  types: Map<string, Struct>,
): ListOf {
  const items = readType(written, path, types);
  if (SET_LISTS.has(path))
    return { type: 'list', items, merge: 'set', keys: [] };
  const keys = LIST_KEYS[path];
  return keys
    ? { type: 'list', items, merge: 'map', keys }
    : { type: 'list', items, merge: 'atomic', keys: [] };
}

const TYPES = readTypes(KUBERNETES_TYPES);

/** The schema of a built-in type, such as `V1Deployment`. */
export function builtinType(name: string): Struct {
  const found = TYPES.get(name);
  if (!found) throw new Error(`no built-in type ${name}`);
  return found;
}

/** The schema of `metadata`, which every kind shares. */
export const OBJECT_META = builtinType('V1ObjectMeta');
