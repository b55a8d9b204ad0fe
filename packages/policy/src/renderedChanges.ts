import { renderedDifferencesInSteps } from '@flotilla/model';
import type { ObjectDifference, Steps } from '@flotilla/model';
import type { EntityChange, Operation } from './changedEntities';
import { changedPointers, pointersOf } from './fields';
import { renderedEdits } from './proposal';
import type { Proposal } from './proposal';

/** A difference of rendered objects, with the cluster that they are for. */
export interface RenderedChange extends EntityChange {
  cluster: string;
}

const OPERATIONS: Record<ObjectDifference['change']['op'], Operation> = {
  add: 'CREATE',
  change: 'UPDATE',
  remove: 'DELETE',
};

/**
 * The Kubernetes objects that a change of `rendered/` adds, alters or takes away.
 *
 * @throws what the reader of manifests throws when a file there isn't one
 */
export function* renderedChanges(proposal: Proposal): Steps<RenderedChange[]> {
  const { files } = proposal.before.render;
  const differences = yield* renderedDifferencesInSteps(
    files,
    renderedEdits(proposal),
  );
  return differences.flatMap(({ cluster, differences: ofCluster }) =>
    ofCluster.map(difference => changeOf(cluster, difference)),
  );
}

function changeOf(
  cluster: string,
  { change: { op, ref, part, fields }, before, after }: ObjectDifference,
): RenderedChange {
  return {
    operation: OPERATIONS[op],
    kind: ref.kind,
    name: ref.name,
    path: `rendered/${cluster}/${part}/manifests.yaml`,
    cluster,
    fields:
      op === 'change'
        ? pointersOf(fields)
        : changedPointers(before ?? {}, after ?? {}),
    labels: [before, after].flatMap(state =>
      state ? [state.metadata.labels ?? {}] : [],
    ),
    before: before && { ...before },
    after: after && { ...after },
  };
}
