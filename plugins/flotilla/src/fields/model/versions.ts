import type { InventoryModel } from '@flotilla/backstage-plugin-flotilla-common';

/** Orders versions by their numbers, the newest first. */
export function newestFirst(a: string, b: string): number {
  const left = a.split(/[.-]/);
  const right = b.split(/[.-]/);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = Number(right[i] ?? 0) - Number(left[i] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

/** A model with its versions, the newest first. */
export interface ModelChoice {
  name: string;
  description?: string;
  versions: InventoryModel[];
}

/** The newest version that isn't a draft. */
export const released = (
  versions: readonly InventoryModel[],
): InventoryModel | undefined => versions.find(({ draft }) => !draft);

/** The models that a cluster can be made from, by name. */
export function modelChoices(models: readonly InventoryModel[]): ModelChoice[] {
  const names = [...new Set(models.map(({ name }) => name))].sort();
  return names.map(name => {
    const versions = models
      .filter(model => model.name === name)
      .sort((a, b) => newestFirst(a.version, b.version));
    const shown = released(versions) ?? versions[0];
    return { name, description: shown?.description, versions };
  });
}
