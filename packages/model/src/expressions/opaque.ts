import { objectType } from '@bufbuild/cel';
import type { CelObjectType } from '@bufbuild/cel';
import { create, createFileRegistry } from '@bufbuild/protobuf';
import type { DescMessage } from '@bufbuild/protobuf';
import { isReflectMessage, reflect } from '@bufbuild/protobuf/reflect';
import type { ReflectMessage } from '@bufbuild/protobuf/reflect';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

/*
 * CEL's own values are numbers, texts, lists and maps; other types are messages. Kubernetes' types
 * have no message, so each gets one with its canonical text in its only field.
 */
const TEXT = { name: 'text', number: 1, type: 9, label: 1 };
const NAMES = [
  ['kubernetes', 'Quantity'],
  ['kubernetes', 'Semver'],
  ['net', 'IP'],
  ['net', 'CIDR'],
] as const;

/** The types that expressions know beyond CEL's own. */
export const registry = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: NAMES.map(([pkg, name]) => ({
      name: `${name}.proto`,
      package: pkg,
      syntax: 'proto3',
      messageType: [{ name, field: [TEXT] }],
    })),
  }),
);

/** A type whose values have a canonical text. */
export interface Opaque {
  type: CelObjectType;
  /** A value from its canonical text. */
  of(text: string): ReflectMessage;
}

export function opaque(typeName: string): Opaque {
  const desc = registry.getMessage(typeName);
  if (!desc) throw new Error(`there is no type ${typeName}`);
  return { type: objectType(typeName), of: text => filled(desc, text) };
}

function filled(desc: DescMessage, text: string): ReflectMessage {
  const message = reflect(desc);
  const [field] = desc.fields;
  if (field.fieldKind === 'scalar') message.set(field, text);
  return message;
}

/** The canonical text of an opaque value; undefined for any other. */
export function opaqueText(value: unknown): string | undefined {
  if (!isReflectMessage(value)) return undefined;
  const { desc } = value;
  if (registry.getMessage(desc.typeName) !== desc) return undefined;
  const text: unknown = value.get(desc.fields[0]);
  return typeof text === 'string' ? text : undefined;
}
