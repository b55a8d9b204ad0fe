import { compose } from '../compose/compose';
import type { Composition } from '../compose/composition';
import { formatProblem } from '../problems';
import { loaded } from './loaded';
import { replace } from './smallFleet';
import type { FleetEdits } from './smallFleet';

/** The cluster `prod` of the small fleet, composed; it must have no problem. */
export function composed(given: FleetEdits): Composition {
  const { composition, problems } = compose(loaded(given), 'prod');
  if (!composition || problems.length > 0) {
    throw new Error(problems.map(formatProblem).join('\n'));
  }
  return composition;
}

/** An edit of one file in several places. */
export function edits(...changes: [from: string, to: string][]) {
  return (text: string) =>
    changes.reduce((t, [from, to]) => replace(from, to)(t), text);
}
