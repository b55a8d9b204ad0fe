import { KubeObject, objectRef } from '../object';
import { FieldType } from './fieldType';
import { builtInType, customType } from './kindTypes';
import { KindSchema, schemaType } from './openApi';

/**
 * What is known of an object's fields: the table of built-in kinds, else the
 * schema that the cluster serves, else what names give away.
 */
export function typeOfObject(
  object: KubeObject,
  schema: KindSchema | undefined,
): FieldType {
  return (
    builtInType(objectRef(object)) ??
    (schema && schemaType(schema)) ??
    customType()
  );
}
