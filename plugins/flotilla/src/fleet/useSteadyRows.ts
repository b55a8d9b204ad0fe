import type { ClusterSummary } from '@flotilla/backstage-plugin-flotilla-common';
import { useRef, useState } from 'react';
import { steadyOrder } from './steadyOrder';

/** A cluster, by a name that is its own in all fleets. */
export const clusterKey = (cluster: ClusterSummary): string =>
  `${cluster.fleet}/${cluster.name}`;

/**
 * Rows that don't change places under a pointer or a focus: while either is on the list its order
 * is kept, afterwards it's the hub's (worst first) again.
 */
export function useSteadyRows(
  clusters: readonly ClusterSummary[],
  question: string,
) {
  const [isHeld, hold] = useState(false);
  const shown = useRef<{ question: string; rows: ClusterSummary[] }>({
    question,
    rows: [],
  });
  const rows =
    isHeld && shown.current.question === question
      ? steadyOrder(shown.current.rows, clusters, clusterKey)
      : [...clusters];
  shown.current = { question, rows };
  return {
    rows,
    holdProps: {
      onPointerEnter: () => hold(true),
      onPointerLeave: () => hold(false),
      onFocus: () => hold(true),
      onBlur: () => hold(false),
    },
  };
}
