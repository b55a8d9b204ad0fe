import type { KubeObject } from '@flotilla/drift';
import { mapItems } from '../images/changeAt';
import type { FleetFiles } from '../files';
import { isKubeObject } from '../source/manifests';

/** In all that stands for something else. */
const TOKEN = '7d1c9e04b2';

/** Stands for the name of a cluster in objects that are the same on a cluster of any name. */
export const ANY_CLUSTER = `flotilla-cluster-${TOKEN}`;

/** Stands for a scalar in a text, before its number. */
export const GAP = `flotilla-gap-${TOKEN}-`;

/** Stands for the hash in a template's name, before the number of the template. */
export const HASH = `flotilla-hash-${TOKEN}-`;

/** Every such hash in a text, with the number. */
export const HASHES = new RegExp(`${HASH}(\\d+)-`, 'g');

const free = new WeakMap<FleetFiles, boolean>();

/** Whether nobody else uses the name that stands for all: files that did would read another one in its place. */
export function isFree(files: FleetFiles): boolean {
  const known = free.get(files);
  if (known !== undefined) return known;
  const isUsed = [...files].some(
    ([path, text]) => !path.startsWith('rendered/') && text.includes(TOKEN),
  );
  free.set(files, !isUsed);
  return !isUsed;
}

/** An object of any cluster as that of one; the very same object where no name stands in it. */
export function named(object: KubeObject, cluster: string): KubeObject {
  const result = mapTexts(object, text => nameIn(text, cluster));
  return isKubeObject(result) ? result : object;
}

/** A text of any cluster as that of one. */
export function nameIn(text: string, cluster: string): string {
  return text.includes(ANY_CLUSTER)
    ? text.replaceAll(ANY_CLUSTER, cluster)
    : text;
}

/** A text with the hashes of templates, by their numbers. */
export function hashesIn(text: string, hashes: readonly string[]): string {
  return text.includes(HASH)
    ? text.replace(HASHES, (_, number) => hashes[Number(number)])
    : text;
}

/** A copy in which a function may replace any text but keys; what isn't changed is not copied. */
export function mapTexts(
  value: unknown,
  change: (text: string) => string,
): unknown {
  return typeof value === 'string'
    ? change(value)
    : mapItems(value, item => mapTexts(item, change));
}

/** Whether it says something that stands for something else. */
export function isStandIn(text: string): boolean {
  return text.includes(TOKEN);
}

/** Whether a text that stands for something else is in an object. */
export function hasStandIn(object: KubeObject): boolean {
  let found = false;
  mapTexts(object, text => {
    found ||= isStandIn(text);
    return text;
  });
  return found;
}
