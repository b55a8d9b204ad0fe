import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_CLUSTER,
  ANNOTATION_FLEET,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ClusterRef } from '../api';

/** The cluster that a catalog entity stands for; nothing when it stands for none of a fleet. */
export function clusterOf(entity: Entity): ClusterRef | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const fleet = annotations[ANNOTATION_FLEET];
  const cluster = annotations[ANNOTATION_CLUSTER];
  return fleet && cluster ? { fleet, cluster } : undefined;
}
