import { ANYTHING, structure } from './FieldType';
import type { FieldType, Scalar } from './FieldType';
import { KIND_TYPES, TYPE_FIELDS } from './generated/kubernetesFields';

const SCALARS: Readonly<Record<string, Scalar>> = {
  s: 'string',
  i: 'integer',
  n: 'number',
  b: 'boolean',
  '?': 'integer or string',
  q: 'quantity',
  '*': 'anything',
};

interface Table {
  /** The name of a kind's type, by `apiVersion/kind`. */
  kinds: ReadonlyMap<string, string>;
  /** A type's fields as they are written, by its name. */
  fields: ReadonlyMap<string, string>;
}

let read: Table | undefined;

/** The generated table, cut into lines when it is first asked for. */
function table(): Table {
  read ??= { kinds: byFirstWord(KIND_TYPES), fields: byFirstWord(TYPE_FIELDS) };
  return read;
}

function byFirstWord(lines: string): Map<string, string> {
  return new Map(
    lines
      .trim()
      .split('\n')
      .map(line => {
        const space = line.indexOf(' ');
        return [line.slice(0, space), line.slice(space + 1)];
      }),
  );
}

/** By their notation, so that a type is the very same value each time. */
const types = new Map<string, FieldType>();

/** The type of a kind of Kubernetes' own: `apps/v1/Deployment`. */
export function builtInType(key: string): FieldType | undefined {
  const name = table().kinds.get(key);
  return name === undefined ? undefined : typeOf(name);
}

let groups: ReadonlySet<string> | undefined;

/** Whether a group is Kubernetes' own; the empty one is. */
export function isBuiltInGroup(group: string): boolean {
  groups ??= new Set([...table().kinds.keys()].map(groupIn));
  return groups.has(group);
}

/** @param key - `apps/v1/Deployment`, or `v1/Pod` */
function groupIn(key: string): string {
  const [group, , kind] = key.split('/');
  return kind === undefined ? '' : group;
}

/** What every object has under `metadata`. */
export function metadataType(): FieldType {
  return typeOf('meta.v1.ObjectMeta');
}

function typeOf(notation: string): FieldType {
  const known = types.get(notation);
  if (known) return known;
  const type = newType(notation);
  types.set(notation, type);
  return type;
}

function newType(notation: string): FieldType {
  const scalar = SCALARS[notation];
  if (scalar) return { holds: scalar };
  const inner = notation.slice(1);
  if (notation.startsWith('[')) return { holds: 'list', of: typeOf(inner) };
  if (notation.startsWith('{')) return { holds: 'map', of: typeOf(inner) };
  const fields = table().fields.get(notation);
  return fields === undefined ? ANYTHING : structure(() => fieldsOf(fields));
}

function fieldsOf(written: string): Map<string, FieldType> {
  return new Map(
    written.split(' ').map(field => {
      const colon = field.indexOf(':');
      return [field.slice(0, colon), typeOf(field.slice(colon + 1))];
    }),
  );
}
