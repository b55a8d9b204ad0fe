import type { Model } from '../kinds';
import type { FleetSources, Sourced } from './sources';
import { versionKey } from './sources';

/** A model and its ancestors, the oldest first; or why there is no such line. */
export type Lineage =
  | { models: Sourced<Model>[] }
  | { broken: 'missing'; child: Sourced<Model>; parent: string }
  | { broken: 'cycle'; child: Sourced<Model>; cycle: string[] };

/** Follows `extends` to the root. */
export function lineageOf(fleet: FleetSources, model: Sourced<Model>): Lineage {
  const models = [model];
  const seen = [versionKey({ ...model.metadata, ...model.spec })];
  for (;;) {
    const child = models[0];
    const { extends: parentRef } = child.spec;
    if (!parentRef) return { models };
    const key = versionKey(parentRef);
    if (seen.includes(key)) {
      const cycle = [...seen.slice(0, seen.indexOf(key) + 1).reverse(), key];
      return { broken: 'cycle', child, cycle };
    }
    const parent = fleet.models.get(key);
    if (!parent) return { broken: 'missing', child, parent: key };
    models.unshift(parent);
    seen.unshift(key);
  }
}

/** A model's name and version as people say it: "base 2.1.0". */
export function modelTitle(model: Model): string {
  return `${model.metadata.name} ${model.spec.version}`;
}
