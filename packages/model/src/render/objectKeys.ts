import { objectKey, objectRef } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';

const keys = new WeakMap<KubeObject, string>();

/** The key of an object among all of a cluster, kept for objects that many clusters share. */
export function keyOf(object: KubeObject): string {
  const known = keys.get(object);
  if (known !== undefined) return known;
  const key = objectKey(objectRef(object));
  keys.set(object, key);
  return key;
}
