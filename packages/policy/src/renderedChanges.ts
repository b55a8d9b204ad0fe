import { objectKey, objectRef } from '@flotilla/drift';
import { parseManifests } from '@flotilla/model';
import { changedPointers } from './difference';
import { changedPaths } from './changedEntities';
import type { EntityChange } from './changedEntities';
import type { JudgedFiles } from './verdict';

/** A difference of rendered objects, with the cluster that they are for. */
export interface RenderedChange extends EntityChange {
  cluster: string;
}

interface RenderedObject {
  kind: string;
  name: string;
  path: string;
  labels: Record<string, string>;
  object: Record<string, unknown>;
}

/**
 * The Kubernetes objects that differ between two states of `rendered/`.
 *
 * @throws what the reader of manifests throws when a file there isn't one
 */
export function renderedChanges(
  before: JudgedFiles,
  after: JudgedFiles,
): RenderedChange[] {
  const manifests = changedPaths(before, after).filter(path =>
    /^rendered\/[^/]+\/.+\/manifests\.yaml$/.test(path),
  );
  return manifests.flatMap(path => {
    const old = objectsOf(path, before.get(path));
    const now = objectsOf(path, after.get(path));
    const keys = [...new Set([...old.keys(), ...now.keys()])];
    return keys.flatMap(key => changeOf(old.get(key), now.get(key)));
  });
}

function changeOf(
  before: RenderedObject | undefined,
  after: RenderedObject | undefined,
): RenderedChange[] {
  const either = after ?? before;
  if (!either) return [];
  const fields = changedPointers(before?.object ?? {}, after?.object ?? {});
  if (fields.length === 0) return [];
  let operation: RenderedChange['operation'] = 'UPDATE';
  if (!before) operation = 'CREATE';
  if (!after) operation = 'DELETE';
  return [
    {
      operation,
      kind: either.kind,
      name: either.name,
      path: either.path,
      cluster: either.path.split('/')[1],
      fields,
      labels: [before, after].flatMap(state => (state ? [state.labels] : [])),
      before: before?.object,
      after: after?.object,
    },
  ];
}

function objectsOf(path: string, text = ''): Map<string, RenderedObject> {
  const objects = new Map<string, RenderedObject>();
  for (const object of parseManifests(text)) {
    const { name, labels = {} } = object.metadata;
    objects.set(objectKey(objectRef(object)), {
      kind: object.kind,
      name,
      path,
      labels,
      object: { ...object },
    });
  }
  return objects;
}
