import { compareText } from '../problems';

/**
 * Ten hexadecimal digits that stand for a JSON value, whatever the order of its keys; what is absent
 * counts as null. FNV-1a twice with different bases; for names, not for security.
 */
export function shortHash(value: unknown): string {
  return hashOf(canonical(value));
}

/** What {@link shortHash} gives for the value of which this is the canonical text. */
export function hashOf(text: string): string {
  const high = fnv1a(text, 0x811c9dc5);
  const low = fnv1a(text, 0x01000193);
  return (hex(high) + hex(low)).slice(0, 10);
}

/** The same text for the same JSON value, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item))
      return item;
    return Object.fromEntries(
      Object.entries(item).sort(([a], [b]) => compareText(a, b)),
    );
  });
}

/* eslint-disable no-bitwise -- the algorithm is arithmetic on 32-bit words */
function fnv1a(text: string, base: number): number {
  let hash = base;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
/* eslint-enable no-bitwise */

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
