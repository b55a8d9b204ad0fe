import { FieldType, lazy, listOf, verbatim } from './fieldType';

/** JSON schema within a definition: names are free, defaults and examples are JSON. */
export const jsonSchema: FieldType = lazy(() => ({
  properties: { kind: 'map', values: jsonSchema },
  patternProperties: { kind: 'map', values: jsonSchema },
  definitions: { kind: 'map', values: jsonSchema },
  items: jsonSchema,
  additionalProperties: jsonSchema,
  allOf: listOf(jsonSchema),
  anyOf: listOf(jsonSchema),
  oneOf: listOf(jsonSchema),
  not: jsonSchema,
  default: verbatim,
  example: verbatim,
  enum: verbatim,
}));
