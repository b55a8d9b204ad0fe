import { compose } from '../compose/compose';
import type { FleetSources } from '../load/sources';
import { removalStepsOf } from './cluster';
import { isLeaving } from './removal';

/** How far the removal of a cluster has come, and what is to come. @public */
export interface Removal {
  /** 0 while the cluster is active; then what its file says. */
  step: number;
  /**
   * The parts that leave at each step, the first at index 0; none leaves at the first, in which they lose
   * their protection. The last step may have none: then what stays gives up its load balancers and claims.
   */
  steps: string[][];
}

/**
 * The order in which a cluster's parts leave. Each step is a merge of `spec.removal.step` and wants the step
 * before it to be over in the cluster; after the last, the file may go.
 *
 * @returns nothing where the cluster can't be composed
 * @public
 */
export function removalOf(
  fleet: FleetSources,
  cluster: string,
): Removal | undefined {
  const { composition } = compose(fleet, cluster);
  if (!composition) return undefined;
  const { spec } = composition.cluster;
  return {
    step: isLeaving(spec) ? spec.removal?.step ?? 1 : 0,
    steps: removalStepsOf(composition),
  };
}
