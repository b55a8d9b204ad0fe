import type { FuncKeywordDefinition } from 'ajv';

/** Server-side apply refuses a list of which two items have the same keys. */
export const sameKeys: FuncKeywordDefinition = {
  keyword: 'x-kubernetes-list-map-keys',
  type: 'array',
  schemaType: 'array',
  error: { message: 'two items have the same keys' },
  validate: (keys: readonly string[], items: readonly unknown[]): boolean => {
    const ids = items.map(item => JSON.stringify(keys.map(k => at(item, k))));
    return new Set(ids).size === ids.length;
  },
};

function at(item: unknown, key: string): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  return Object.entries(item).find(([name]) => name === key)?.[1];
}
