/** Reads JSON of unknown shape at the border: what doesn't fit is empty. */
export const json = {
  parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  },
  map(value: unknown): Record<string, unknown> {
    return isMap(value) ? value : {};
  },
  list(value: unknown): unknown[] {
    return Array.isArray(value) ? value : [];
  },
  text(value: unknown): string {
    return typeof value === 'string' ? value : '';
  },
  number(value: unknown): number | undefined {
    return typeof value === 'number' ? value : undefined;
  },
};

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
