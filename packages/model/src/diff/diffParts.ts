import { objectKey, objectRef } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { compareText } from '../problems';
import { INFRASTRUCTURE } from '../render/part';
import { objectDifferences } from './diffObjects';
import type { ObjectDifference } from './diffObjects';

/** The objects of a rendered part. */
export interface PartObjects {
  /** The part's name, such as `components/grafana`. */
  name: string;
  objects: readonly KubeObject[];
}

/**
 * What differs between two states of a cluster's parts. An object that moves to another part isn't gone:
 * the cluster keeps it.
 */
export function diffParts(
  before: readonly PartObjects[],
  after: readonly PartObjects[],
): ObjectDifference[] {
  // Infrastructure is applied to another cluster than the rest.
  const applied = ({ name }: PartObjects) => name === INFRASTRUCTURE;
  return [
    ...diffAlike(before.filter(applied), after.filter(applied)),
    ...diffAlike(
      before.filter(part => !applied(part)),
      after.filter(part => !applied(part)),
    ),
  ];
}

function diffAlike(
  before: readonly PartObjects[],
  after: readonly PartObjects[],
): ObjectDifference[] {
  const parts = new Map<string, string>();
  for (const { name, objects } of [...before, ...after]) {
    for (const object of objects) parts.set(objectKey(objectRef(object)), name);
  }
  const all = (state: readonly PartObjects[]) => state.flatMap(p => p.objects);
  return objectDifferences(all(before), all(after))
    .map(difference => {
      const part = parts.get(objectKey(difference.change.ref));
      const change = {
        ...difference.change,
        ...(part !== undefined && { part }),
      };
      return { ...difference, change };
    })
    .sort((a, b) => compareText(a.change.part ?? '', b.change.part ?? ''));
}
