import type { FleetSources } from '../load/sources';
import { managedClusters } from './children';
import { driftRules } from './driftRules';
import type { DriftRule } from './driftRules';
import { INFRASTRUCTURE } from './part';

/** A rule about what isn't drift in a cluster, or in what it holds of another one. @public */
export interface DesiredRule extends DriftRule {
  /** The managed cluster whose machines it is about; absent: the cluster itself. */
  cluster?: string;
}

/**
 * What a cluster is to hold: its own parts, and the machines of the clusters that it manages.
 *
 * @param partsOf - the parts of a cluster, as whoever asks has them
 * @public
 */
export function desiredParts<P extends { name: string }>(
  fleet: FleetSources,
  cluster: string,
  partsOf: (cluster: string) => readonly P[],
): P[] {
  return [
    ...partsOf(cluster).filter(({ name }) => name !== INFRASTRUCTURE),
    ...managedClusters(fleet, cluster).flatMap(({ metadata }) =>
      partsOf(metadata.name).filter(({ name }) => name === INFRASTRUCTURE),
    ),
  ];
}

/** What isn't drift in all that a cluster is to hold. @public */
export function desiredRules(
  fleet: FleetSources,
  cluster: string,
): DesiredRule[] {
  return [
    ...driftRules(fleet, cluster),
    ...managedClusters(fleet, cluster).flatMap(({ metadata: { name } }) =>
      driftRules(fleet, name)
        .filter(rule => rule.part === undefined)
        .map(rule => ({ ...rule, cluster: name })),
    ),
  ];
}
