/** How many files are remembered; a fleet of thousands of clusters fits. */
const MAX_FILES = 20_000;

/**
 * Remembers what reading a file gave for as long as its text stays the same, so that a fleet that
 * changed in one file isn't parsed anew. Results must not be changed by who gets them.
 */
export function rememberByPath<T>(
  read: (path: string, text: string) => T,
): (path: string, text: string) => T {
  const remembered = new Map<string, { text: string; result: T }>();
  return (path, text) => {
    const known = remembered.get(path);
    if (known && known.text === text) return known.result;
    const result = read(path, text);
    if (remembered.size >= MAX_FILES) remembered.clear();
    remembered.set(path, { text, result });
    return result;
  };
}
