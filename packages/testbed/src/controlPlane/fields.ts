/** What stands at a path of parsed YAML or JSON. */
export function valueAt(from: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && name in at
        ? new Map(Object.entries(at)).get(name)
        : undefined,
    from,
  );
}

export function textAt(from: unknown, ...path: string[]): string | undefined {
  const found = valueAt(from, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function truthAt(from: unknown, ...path: string[]): boolean {
  return valueAt(from, ...path) === true;
}

/** The item of a list that has a name, as kubeconfigs keep their parts. */
export function itemNamed(
  from: unknown,
  list: string,
  name: string | undefined,
): unknown {
  const items = valueAt(from, list);
  return Array.isArray(items)
    ? items.find(item => textAt(item, 'name') === name)
    : undefined;
}
