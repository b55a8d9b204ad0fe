import type { KubeObject } from '@flotilla/drift';
import { mapItems } from '../images/changeAt';
import { isKubeObject } from '../source/manifests';

/**
 * In all that stands for something else. Drawn anew by each process, so that no file can say it, in whatever escapes
 * and expressions; what is rendered never has it, and is the same bytes whatever was drawn.
 */
const TOKEN = Array.from({ length: 10 }, drawnLetter).join('');

/** Stands for the name of a cluster in objects that are the same on a cluster of any name. */
export const ANY_CLUSTER = `flotilla-cluster-${TOKEN}`;

/** Stands for a scalar in a text, before its number. */
export const GAP = `flotilla-gap-${TOKEN}-`;

/** Stands for the hash in a template's name, before the number of the template. */
export const HASH = `flotilla-hash-${TOKEN}-`;

/** Every such hash in a text, with the number. */
export const HASHES = new RegExp(`${HASH}(\\d+)-`, 'g');

function drawnLetter(): string {
  return String.fromCharCode(97 + Math.floor(Math.random() * 26));
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
