import type { Fleet } from '../kinds';
import { isRecord } from '../source/pointer';
import { mapMaps } from './built';

type Mirror = { from: string; to: string };

/** The mirrors of a fleet, the most specific first. */
export function mirrorsOf(fleet: Fleet): Mirror[] {
  const mirrors = fleet.spec.images?.mirrors ?? [];
  return [...mirrors].sort((a, b) => b.from.length - a.from.length);
}

/** An image by its mirror, or as it is. A name without a registry is one of docker.io. */
export function mirrored(image: string, mirrors: readonly Mirror[]): string {
  const full = fullName(image);
  for (const { from, to } of mirrors) {
    const prefix = from.replace(/\/$/, '');
    if (full === prefix || full.startsWith(`${prefix}/`)) {
      return `${to.replace(/\/$/, '')}${full.slice(prefix.length)}`;
    }
  }
  return image;
}

function fullName(image: string): string {
  const [first, ...rest] = image.split('/');
  if (rest.length > 0 && /[.:]|^localhost$/.test(first)) return image;
  return rest.length > 0 ? `docker.io/${image}` : `docker.io/library/${image}`;
}

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** Rewrites the image of every container, wherever a pod's specification stands in an object. */
export function mirrorImages<T>(
  object: T,
  mirrors: readonly Mirror[],
): unknown {
  if (mirrors.length === 0) return object;
  return mapMaps(object, map => {
    for (const field of CONTAINERS) {
      const containers = map[field];
      if (!Array.isArray(containers)) continue;
      map[field] = containers.map((container: unknown) =>
        isRecord(container) && typeof container.image === 'string'
          ? { ...container, image: mirrored(container.image, mirrors) }
          : container,
      );
    }
    return map;
  });
}
