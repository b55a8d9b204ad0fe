import { loadFleet } from '../load/loadFleet';
import type { FleetSources } from '../load/sources';
import { formatProblem } from '../problems';
import type { Problem } from '../problems';
import { renderFleet } from '../render/fleet';
import { smallFleet } from './smallFleet';
import type { FleetEdits } from './smallFleet';

/** The small fleet, loaded; it must have no problem. */
export function loaded(edits: FleetEdits = {}): FleetSources {
  const { fleet, problems } = loadFleet(smallFleet(edits));
  if (!fleet || problems.length > 0) {
    throw new Error(problems.map(formatProblem).join('\n'));
  }
  return fleet;
}

/** Everything that loading and rendering the small fleet complains about, as people see it. */
export function complaints(edits: FleetEdits): string[] {
  return allProblems(smallFleet(edits)).map(formatProblem);
}

/** Problems of loading and of rendering. */
export function allProblems(files: Map<string, string>): Problem[] {
  const { fleet, problems } = loadFleet(files);
  return fleet ? [...problems, ...renderFleet(fleet).problems] : problems;
}
