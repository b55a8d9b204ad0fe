import { asObject } from '../answers';

/** One thing that the model leaves to its users. */
export interface Option {
  name: string;
  title: string;
  description?: string;
  schema: Record<string, unknown>;
  default?: unknown;
  isRequired: boolean;
}

/** The options of a form's schema, in the schema's order. */
export function optionsOf(schema: Record<string, unknown>): Option[] {
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.entries(asObject(schema.properties) ?? {}).map(
    ([name, property]) => {
      const fields = asObject(property) ?? {};
      return {
        name,
        title: typeof fields.title === 'string' ? fields.title : name,
        description:
          typeof fields.description === 'string'
            ? fields.description
            : undefined,
        schema: fields,
        default: fields.default,
        isRequired: required.includes(name),
      };
    },
  );
}

/** How an option is asked for. */
export type OptionKind =
  | { kind: 'boolean' }
  | { kind: 'choice'; choices: string[] }
  | { kind: 'integer' | 'number' }
  | { kind: 'text' }
  | { kind: 'list' }
  | { kind: 'json' };

/** How to ask for an option of this schema. */
export function kindOf(schema: Record<string, unknown>): OptionKind {
  const isTextChoice =
    Array.isArray(schema.enum) &&
    schema.enum.every((one): one is string => typeof one === 'string');
  if (isTextChoice && Array.isArray(schema.enum)) {
    return { kind: 'choice', choices: schema.enum.map(String) };
  }
  switch (schema.type) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'integer':
    case 'number':
      return { kind: schema.type };
    case 'string':
      return { kind: 'text' };
    case 'array':
      return asObject(schema.items)?.type === 'string'
        ? { kind: 'list' }
        : { kind: 'json' };
    default:
      return { kind: 'json' };
  }
}

/** What was typed, as the value it stands for; text that stands for none is kept, for the check to refuse. */
export function parseTyped(kind: OptionKind['kind'], text: string): unknown {
  if (text.trim() === '') return undefined;
  switch (kind) {
    case 'integer':
    case 'number': {
      const number = Number(text);
      return Number.isNaN(number) ? text : number;
    }
    case 'list':
      return text
        .split('\n')
        .map(line => line.trim())
        .filter(Boolean);
    case 'json':
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    default:
      return text;
  }
}

/** A value as it is typed. */
export function typedText(kind: OptionKind['kind'], value: unknown): string {
  if (value === undefined || value === null) return '';
  if (kind === 'list' && Array.isArray(value)) return value.join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
