import { isDeepStrictEqual } from 'node:util';
import { KubeObject } from '@flotilla/drift';

/** Changes when the object does, but not with its status where the server counts changes of the rest. */
export function markOf({ metadata }: KubeObject): string {
  const { uid, generation, resourceVersion, labels, annotations } = metadata;
  return JSON.stringify([
    uid,
    generation ?? resourceVersion,
    labels,
    annotations,
    metadata.finalizers,
  ]);
}

/** Whether two versions of an object say the same. */
export function isSame(one: KubeObject, other: KubeObject): boolean {
  return isDeepStrictEqual(contentOf(one), contentOf(other));
}

/** Without what tells of the change itself. */
function contentOf({ status, metadata, ...rest }: KubeObject) {
  const { managedFields, generation, ...kept } = metadata;
  return { ...rest, metadata: kept };
}
