import { KubeObject } from '@flotilla/drift';
import { json } from '../json';

/** On an engine's object: the part that it applies. */
export const PART = 'flotilla.dev/part';
const CLUSTER = 'flotilla.dev/cluster';

/** An engine's object that applies a part, and which. */
export interface Stage {
  object: KubeObject;
  cluster: string;
  part: string;
}

/**
 * The engine's objects that apply parts: by Flotilla's annotations, or by the
 * folder they apply, as the root one has none.
 */
export function stagesOf(
  objects: readonly KubeObject[],
  ownCluster: string,
  folderOf: (spec: Record<string, unknown>) => string,
): Stage[] {
  return objects.flatMap(object => {
    const { annotations, labels } = object.metadata;
    const part = annotations?.[PART];
    if (part) {
      const cluster = annotations?.[CLUSTER] ?? labels?.[CLUSTER] ?? ownCluster;
      return [{ object, cluster, part }];
    }
    const path = folderOf(json.map(object.spec));
    const match = /^(?:\.?\/)?rendered\/([^/]+)\/(.+?)\/?$/.exec(path);
    return match ? [{ object, cluster: match[1], part: match[2] }] : [];
  });
}
