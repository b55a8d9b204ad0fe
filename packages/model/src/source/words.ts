import { isRecord } from './pointer';

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  integer: 'a whole number',
  'integer or string': 'a whole number or text',
  quantity: 'a quantity',
  boolean: 'true or false',
  array: 'a list',
  list: 'a list',
  object: 'a map',
  record: 'a map',
  map: 'a map',
  fields: 'a map',
};

/** A type as people say it. */
export function typeInWords(type: string): string {
  return TYPES[type] ?? type;
}

/** A value as a message names it: what is large, by its kind. */
export function valueInWords(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a map';
  return JSON.stringify(value);
}

/** The field as people say it: `spec.components[2].version`. */
export function fieldName(path: readonly PropertyKey[]): string {
  return (
    path
      .map(step =>
        typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
      )
      .join('')
      .replace(/^\./, '') || 'the file'
  );
}
