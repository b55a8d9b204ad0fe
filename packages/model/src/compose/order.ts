import { compareText } from '../problems';

/** Names so that each comes after what it depends on, and a cycle where there is one. */
export function dependencyOrder(
  dependencies: ReadonlyMap<string, readonly string[]>,
): { order: string[]; cycle?: string[] } {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  let cycle: string[] | undefined;
  const visit = (name: string) => {
    if (cycle || state.get(name) === 'done') return;
    if (state.get(name) === 'open') {
      cycle = [...path.slice(path.indexOf(name)), name];
      return;
    }
    state.set(name, 'open');
    path.push(name);
    for (const next of [...(dependencies.get(name) ?? [])].sort(compareText)) {
      if (dependencies.has(next)) visit(next);
    }
    path.pop();
    state.set(name, 'done');
    order.push(name);
  };
  for (const name of [...dependencies.keys()].sort(compareText)) visit(name);
  return cycle ? { order, cycle } : { order };
}
