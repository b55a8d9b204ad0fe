import { parseDocument, visit } from 'yaml';

/** The same document with the keys of every map in another order. */
export function shuffledKeys(text: string, seed: number): string {
  const document = parseDocument(text);
  visit(document, {
    Map: (_key, node) => {
      node.items.sort(
        (a, b) => order(String(a.key), seed) - order(String(b.key), seed),
      );
    },
  });
  return String(document);
}

/** A place for a text in an order that the seed decides. */
export function order(key: string, seed: number): number {
  return [...key].reduce(
    (sum, c) => (sum * 31 + c.charCodeAt(0) * seed) % 9973,
    seed % 9973,
  );
}
