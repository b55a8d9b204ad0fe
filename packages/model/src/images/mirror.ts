import { parseImage, printImage } from './reference';

/** Images below `from` are pulled from below `to` instead. Both are a registry, or a path in one. */
export interface Mirror {
  from: string;
  to: string;
}

/** In the order in which they are tried: the longest `from` first. */
export function sortMirrors(mirrors: readonly Mirror[]): Mirror[] {
  return mirrors
    .map(({ from, to }) => ({ from: withoutSlash(from), to: withoutSlash(to) }))
    .sort((a, b) => b.from.length - a.from.length);
}

/** Not a name: Istio puts the proxy's own image there when it injects. */
const PLACEHOLDERS = new Set(['auto']);

/**
 * An image by its mirror; as it stands where no mirror has it, and where it is below a mirror already.
 *
 * @param mirrors - as {@link sortMirrors} gives them
 */
export function mirrorImage(image: string, mirrors: readonly Mirror[]): string {
  const parsed = PLACEHOLDERS.has(image) ? undefined : parseImage(image);
  if (!parsed) return image;
  const { domain, path, ...version } = parsed;
  const name = `${domain}/${path}`;
  const moved = mirrorName(name, mirrors);
  if (moved === name) return image;
  const slash = moved.indexOf('/');
  return printImage({
    domain: moved.slice(0, slash),
    path: moved.slice(slash + 1),
    ...version,
  });
}

/**
 * A place in a registry by its mirror: `quay.io/acme`, or `quay.io` alone. The registry must be said, nothing stands
 * for `docker.io` here.
 */
export function mirrorName(name: string, mirrors: readonly Mirror[]): string {
  if (mirrors.some(({ to }) => isBelow(name, to))) return name;
  const mirror = mirrors.find(({ from }) => isBelow(name, from));
  return mirror ? `${mirror.to}${name.slice(mirror.from.length)}` : name;
}

function isBelow(name: string, prefix: string): boolean {
  return name === prefix || name.startsWith(`${prefix}/`);
}

function withoutSlash(place: string): string {
  return place.replace(/\/+$/, '');
}
