import type { FleetRender } from '@flotilla/model';
import type { Snapshot } from './snapshot';

const known = new WeakMap<FleetRender, ReadonlySet<string>>();

/** What rendering gives for a path below `rendered/`. */
export function expectedText(
  { render }: Snapshot,
  path: string,
): string | undefined {
  return render.clusters.get(path.split('/')[1])?.files.get(path);
}

/** Paths below `rendered/` that aren't what rendering gives in this very state; worked out once a state. */
export function stalePaths(snapshot: Snapshot): ReadonlySet<string> {
  const { render } = snapshot;
  const stale = known.get(render) ?? new Set(findStale(snapshot));
  known.set(render, stale);
  return stale;
}

function findStale(snapshot: Snapshot): string[] {
  const { files, clusters } = snapshot.render;
  const present = [...files.keys()].filter(path =>
    path.startsWith('rendered/'),
  );
  const expected = [...clusters.values()].flatMap(cluster => [
    ...cluster.files.keys(),
  ]);
  return [...present, ...expected].filter(
    path => files.get(path) !== expectedText(snapshot, path),
  );
}
