import {
  ObjectChange,
  PlanCounts,
  PlanPart,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  composeCluster,
  diffRenderedInSteps,
  FileEdits,
  FleetFiles,
  FleetSources,
  Steps,
} from '@flotilla/model';

const COUNT = { add: 'added', change: 'changed', remove: 'removed' } as const;

/** What the changed parts do to the objects of each cluster; a cluster at a time. */
export function* planObjects(
  before: FleetFiles,
  rendered: FileEdits,
): Steps<ObjectChange[]> {
  const differences = yield* diffRenderedInSteps(before, rendered);
  return differences.flatMap(({ cluster, changes }) =>
    changes.map(change => ({ ...change, cluster, part: change.part ?? '' })),
  );
}

/** The same, counted by part, with the reason that each part is there. */
export function* planParts(
  objects: readonly ObjectChange[],
  after: FleetSources | undefined,
): Steps<PlanPart[]> {
  const layers = new Map<string, string>();
  for (const cluster of new Set(objects.map(object => object.cluster))) {
    const composed = after && composeCluster(after, cluster).composed;
    composed?.components.forEach(({ name, layer }) =>
      layers.set(`${cluster}/components/${name}`, layer),
    );
    composed?.workspaces.forEach(({ name, layer }) =>
      layers.set(`${cluster}/workspaces/${name}`, layer),
    );
    yield;
  }
  const parts = new Map<string, PlanPart>();
  for (const { cluster, part, op, ref } of objects) {
    const key = `${cluster}/${part}`;
    const row = parts.get(key) ?? {
      cluster,
      part,
      layer: layers.get(key),
      kinds: [],
      ...nothing(),
    };
    row[COUNT[op]] += 1;
    if (!row.kinds.includes(ref.kind)) {
      row.kinds.push(ref.kind);
    }
    parts.set(key, row);
  }
  return [...parts.values()];
}

/** All objects counted by what happens to them. */
export function planCounts(objects: readonly ObjectChange[]): PlanCounts {
  const counts = nothing();
  objects.forEach(({ op }) => (counts[COUNT[op]] += 1));
  return counts;
}

function nothing(): PlanCounts {
  return { added: 0, changed: 0, removed: 0 };
}
