import {
  IgnoreRule,
  KubeObject,
  ObjectRef,
  objectKey,
  objectRef,
} from '@flotilla/drift';
import type { Desired } from '@flotilla/backstage-plugin-flotilla-common';
import { DesiredPart, DesiredState, partKey } from '../desired/DesiredState';
import { Release } from '../desired/HelmReleases';
import { PartSync } from '../engine/Engine';

/** One desired object with what its live counterpart is compared with. */
export interface Expected {
  /** `<cluster>|<part>|<objectKey>`. */
  key: string;
  cluster: string;
  part: string;
  ref: ObjectRef;
  /** The content that the engine last applied where that is known, else the desired one. */
  desired: KubeObject;
  applied: boolean;
  /** Helm made it of a chart. */
  isReleased?: true;
  ignore: readonly IgnoreRule[];
}

/**
 * What the objects of a part are compared with. While the engine is behind,
 * live objects are held against what it last applied: what the new content
 * changes isn't drift, and what a person changed still is.
 */
export function expectedOf(
  part: DesiredPart,
  sync: PartSync,
  state: Pick<DesiredState, 'objectsOf'>,
  desired: Desired,
): Expected[] {
  const current = sync.contentDigest === part.digest;
  const before = new Map<string, KubeObject>();
  if (!current && sync.contentDigest) {
    for (const object of state.objectsOf(sync.contentDigest) ?? []) {
      before.set(objectKey(objectRef(object)), object);
    }
  }
  const ignore = rulesOf(desired, part);
  return part.objects.map(object => {
    const ref = objectRef(object);
    const earlier = before.get(objectKey(ref));
    return {
      key: `${partKey(part)}|${objectKey(ref)}`,
      cluster: part.cluster,
      part: part.name,
      ref,
      desired: earlier ?? object,
      applied: current || earlier !== undefined,
      ignore,
    };
  });
}

/** What a chart of the part has made, as its release says: the engine has applied it. */
export function releasedBy(
  part: DesiredPart,
  release: Release,
  desired: Desired,
): Expected[] {
  const ignore = rulesOf(desired, part);
  return release.objects.map(object => {
    const ref = objectRef(object);
    return {
      key: `${partKey(part)}|${objectKey(ref)}`,
      cluster: part.cluster,
      part: part.name,
      ref,
      desired: object,
      applied: true,
      isReleased: true,
      ignore,
    };
  });
}

function rulesOf(desired: Desired, part: DesiredPart): IgnoreRule[] {
  return desired.ignore.filter(
    rule =>
      (rule.cluster === undefined || rule.cluster === part.cluster) &&
      (rule.part === undefined || rule.part === part.name),
  );
}
