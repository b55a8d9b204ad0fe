import { KubeObject, objectRef } from '../object';
import { FieldType } from './fieldType';
import { isGoDefinition } from './goDefinitions';
import { builtInType, customType } from './kindTypes';
import { KindSchema } from './openApiSchema';
import { schemaType } from './schemaType';

/** What is known of an object's fields. */
export interface ObjectType {
  type: FieldType;
  /** The kind is one of Kubernetes' own. */
  isGo: boolean;
  /** Why less is known than the cluster could tell. */
  degraded?: string;
}

/**
 * What is known of an object's fields: the schema that the cluster serves,
 * else the table of built-in kinds, else what names give away.
 */
export function typeOfObject(
  object: KubeObject,
  schema: KindSchema | undefined,
): ObjectType {
  const type = schema && schemaType(schema);
  if (type) return { type, isGo: isGoDefinition(schema.name ?? '') };
  const builtIn = builtInType(objectRef(object));
  return builtIn
    ? {
        type: builtIn,
        isGo: true,
        degraded:
          "compared by Flotilla's own table of kinds: the cluster's schema isn't known",
      }
    : {
        type: customType(),
        isGo: false,
        degraded:
          "compared without a schema: the cluster's own isn't known, so lists go by position",
      };
}
