import { mapItems } from '../images/changeAt';

/**
 * In all that stands for something else. Drawn anew by each process, so that no file can say it, in whatever escapes
 * and expressions; what is rendered never has it, and is the same bytes whatever was drawn.
 */
const TOKEN = Array.from({ length: 10 }, drawnLetter).join('');

/** Every stand-in in a text, with its key. */
export const STAND_INS = new RegExp(`any-${TOKEN}-([a-z0-9]+)-any`, 'g');

/** Stands for a scalar in a printed text, before its number. */
export const GAP = `gap-${TOKEN}-`;

/** The key of a cluster's name. */
export const NAME = 'cluster';

/** Stands for the name of a cluster in objects that are the same on a cluster of any name. */
export const ANY_CLUSTER = standInFor(NAME);

/** What stands for something that is another text on each cluster. */
export function standInFor(key: string): string {
  return `any-${TOKEN}-${key}-any`;
}

function drawnLetter(): string {
  return String.fromCharCode(97 + Math.floor(Math.random() * 26));
}

/** Whether it says something that stands for something else. */
export function isStandIn(text: string): boolean {
  return text.includes(TOKEN);
}

/** The keys of the stand-ins in a text. */
export function keysIn(text: string): string[] {
  if (!isStandIn(text)) return [];
  return [...text.matchAll(STAND_INS)].map(([, key]) => key);
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
