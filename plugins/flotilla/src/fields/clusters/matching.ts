import type { InventoryCluster } from '@flotilla/backstage-plugin-flotilla-common';
import type { TargetAnswer } from '../answers';

/** The clusters that a target means; labels without any mean none, not all. */
export function matching(
  clusters: readonly InventoryCluster[],
  target: TargetAnswer,
): InventoryCluster[] {
  if ('names' in target) {
    return clusters.filter(({ name }) => target.names.includes(name));
  }
  const wanted = Object.entries(target.matchLabels);
  if (wanted.length === 0) return [];
  return clusters.filter(({ labels }) =>
    wanted.every(([key, value]) => labels[key] === value),
  );
}

/** Every label that a cluster has, with the values that it takes. */
export function labelChoices(
  clusters: readonly InventoryCluster[],
): { key: string; values: string[] }[] {
  const keys = [
    ...new Set(clusters.flatMap(({ labels }) => Object.keys(labels))),
  ].sort();
  return keys.map(key => ({
    key,
    values: [
      ...new Set(clusters.flatMap(({ labels }) => labels[key] ?? [])),
    ].sort(),
  }));
}
