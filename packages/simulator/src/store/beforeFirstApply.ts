import { trackUpdate } from '../fields/trackUpdate';
import { KubeObject } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';
import { zeroShape } from './normalise';

/** An object with what nobody was noted for: at the first apply it counts as set before. */
export function noteBefore(
  kind: Kind,
  live: KubeObject,
  now: string,
): KubeObject {
  if ((live.metadata.managedFields ?? []).length > 0) return live;
  const managedFields = trackUpdate(
    zeroShape(kind),
    live,
    kind.schema,
    { manager: 'before-first-apply', operation: 'Update' },
    now,
  );
  return { ...live, metadata: { ...live.metadata, managedFields } };
}
