import type { KubeObject } from '@flotilla/drift';
import type { Contribution } from '../compose/merge';
import { mapItems } from '../images/changeAt';
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

/** The objects of a part; there may be stand-ins in them for what is only the cluster's own. */
export interface PartObjects {
  /** The very same list wherever the same objects are in a part. */
  built: readonly BuiltObject[];
}

/** A part before printing. */
export interface BuiltPart extends PartObjects {
  name: string;
  layer: string;
  dependsOn: string[];
  /** A component's namespace, where no manifest brings it: the first of its objects. */
  namespace?: readonly BuiltObject[];
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

/** A copy in which a function may replace any map; what isn't changed is not copied. */
export function mapMaps(
  value: unknown,
  change: (map: Record<string, unknown>) => Record<string, unknown>,
): unknown {
  const mapped = mapItems(value, item => mapMaps(item, change));
  return isRecord(mapped) ? change(mapped) : mapped;
}
