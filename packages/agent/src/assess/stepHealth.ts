import type { Health, KubeObject } from '@flotilla/drift';
import { PART } from '../engine/stages';

/**
 * The health of an engine's object that applies a part: it is well when it is there. How far the part is, and of which
 * cluster, is told of the part itself; counted here too, a child that comes up would make its management cluster look
 * unready.
 */
export function stepHealth(live: KubeObject | undefined): Health | undefined {
  return live?.metadata.annotations?.[PART] !== undefined
    ? { status: 'Current', message: '' }
    : undefined;
}
