import { Step } from './step';

/**
 * What stands at a place of an object, list items found by their keys; a key
 * that an item doesn't name is taken as its default.
 */
export function lookUp(root: unknown, steps: readonly Step[]): unknown {
  let value = root;
  for (const step of steps) {
    if (Array.isArray(value)) value = itemOf(value, step);
    else if (isMap(value)) {
      value = step.kind === 'field' ? value[step.name] : undefined;
    } else return undefined;
  }
  return value;
}

function itemOf(list: readonly unknown[], step: Step): unknown {
  if (step.kind === 'index') return list[step.index];
  if (step.kind === 'value') return list.find(one => one === step.value);
  if (step.kind !== 'keys') return undefined;
  const wanted = Object.entries(step.keys);
  const fits = (item: unknown, isLoose: boolean) =>
    isMap(item) &&
    wanted.every(
      ([name, key]) =>
        item[name] === key || (isLoose && item[name] === undefined),
    );
  return (
    list.find(item => fits(item, false)) ?? list.find(item => fits(item, true))
  );
}

/** The same, as a map; empty where there is none. */
export function mapAt(
  root: unknown,
  steps: readonly Step[],
): Readonly<Record<string, unknown>> {
  const value = lookUp(root, steps);
  return isMap(value) ? value : {};
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
