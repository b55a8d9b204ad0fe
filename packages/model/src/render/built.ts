import type { KubeObject } from '@flotilla/drift';
import type { Contribution } from '../compose/merge';
import { isRecord } from '../source/pointer';
import type { Keeping } from './keeping';
import { CLUSTER_LABEL, MANAGED_BY_LABEL } from './labels';

/** Something that an object was built from, for `explain`. */
export interface Ingredient extends Contribution {
  /** Where its value lands in the object; empty for the whole object. */
  at: string;
  /** The component whose values its expressions read. */
  component?: string;
  /** The worker pool that a repeated template was filled for. */
  pool?: number;
}

/** An object on its way to a part, with what it was built from, the earliest first. */
export interface BuiltObject {
  object: KubeObject;
  from: Ingredient[];
}

/** A part before printing. */
export interface BuiltPart {
  name: string;
  layer: string;
  dependsOn: string[];
  built: readonly BuiltObject[];
}

/** The object as it is rendered: with the common labels, and safe from deletion where it must be. */
export function withCommonMetadata(
  object: KubeObject,
  cluster: string,
  keeping: Keeping,
): KubeObject {
  const { labels, annotations = {}, ...metadata } = object.metadata;
  const kept = keeping.keeps(object)
    ? keeping.annotated(annotations)
    : annotations;
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: {
        ...labels,
        [CLUSTER_LABEL]: cluster,
        [MANAGED_BY_LABEL]: 'flotilla',
      },
      ...(Object.keys(kept).length > 0 && { annotations: kept }),
    },
  };
}

/** A copy in which a function may replace any map; used for references and images. */
export function mapMaps(
  value: unknown,
  change: (map: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  if (Array.isArray(value)) return value.map(item => mapMaps(item, change));
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = mapMaps(value[key], change);
  return change(copy);
}
