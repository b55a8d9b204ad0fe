import type { TimelinePoint } from '@flotilla/backstage-plugin-flotilla-common';

/** A corner of the line; no value where nothing was heard. */
export interface Corner {
  at: number;
  drifted: number | null;
}

/** A count holds until the next one is heard: each point also ends where the next begins. */
export function stepPoints(
  points: readonly TimelinePoint[],
  until: number,
): Corner[] {
  return points.flatMap((point, index) => {
    const next = points[index + 1];
    const at = Date.parse(point.at);
    const end = next ? Date.parse(next.at) : Math.max(at, until);
    return [
      { at, drifted: point.drifted },
      { at: end, drifted: point.drifted },
    ];
  });
}
