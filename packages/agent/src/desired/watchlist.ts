import { ObjectRef, objectRef } from '@flotilla/drift';
import { Kind, kindKey } from '../kube/kubeObject';
import { nameKey } from '../kube/ObjectCache';
import type { Wanted } from '../kube/Observer';
import type { DesiredState } from './DesiredState';
import type { Release } from './HelmReleases';
import { isSecret } from './secrets';

/** What has to be seen to compare what is desired. */
export interface Watchlist {
  /** Each kind once, and by itself each Secret that may be read. */
  wanted: Wanted[];
  /** The kinds of what is compared, but for Secrets. */
  kinds: Kind[];
}

/**
 * Lists the kinds that are desired now, and nothing else.
 *
 * @param releaseOf - what the chart of a HelmRelease has made
 * @param whole - kinds of which every object has to be seen
 */
export function watchlistOf(
  desired: Pick<DesiredState, 'parts' | 'mayRead'>,
  releaseOf: (ref: ObjectRef) => Release | undefined,
  whole: readonly Kind[],
): Watchlist {
  const byKind = new Map<string, Wanted & { keep: Set<string> }>();
  const secrets: Wanted[] = [];
  for (const { objects } of desired.parts) {
    const released = objects.flatMap(
      one => releaseOf(objectRef(one))?.objects ?? [],
    );
    for (const object of [...objects, ...released]) {
      const ref = objectRef(object);
      const { group, version, kind, namespace, name } = ref;
      if (!isSecret(ref)) {
        const key = kindKey(ref);
        const keep = byKind.get(key)?.keep ?? new Set<string>();
        const known = byKind.get(key)?.kind ?? { group, version, kind };
        byKind.set(key, { kind: known, keep });
        keep.add(nameKey(namespace, name));
      } else if (desired.mayRead(ref)) {
        const only = { namespace, name };
        secrets.push({ kind: { group, version, kind }, keep: 'All', only });
      }
    }
  }
  const all = new Map<string, Wanted>(byKind);
  for (const kind of whole) all.set(kindKey(kind), { kind, keep: 'All' });
  return {
    wanted: [...all.values(), ...secrets],
    kinds: [...byKind.values()].map(({ kind }) => kind),
  };
}
