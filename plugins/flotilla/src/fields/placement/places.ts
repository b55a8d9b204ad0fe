import type {
  Inventory,
  InventoryModel,
  InventoryProvider,
} from '@flotilla/backstage-plugin-flotilla-common';
import type { ModelAnswer, PlacementAnswer } from '../answers';

/** Every company has these, whether or not a cluster of theirs is there yet. */
const USUAL_ENVIRONMENTS = ['dev', 'staging', 'prod'];
/** The environment of the clusters that manage others: nobody asks for one by a form. */
const MANAGEMENT = 'mgmt';

/** What there is to choose from for a cluster of a model. */
export interface Places {
  providers: InventoryProvider[];
  variants: string[];
  environments: string[];
  managers: string[];
}

const modelOf = (
  inventory: Inventory,
  { name, version }: ModelAnswer,
): InventoryModel | undefined =>
  inventory.models.find(one => one.name === name && one.version === version);

/** The clusters that manage others, or were made for it. */
export function managementClusters({ clusters }: Inventory): string[] {
  const managing = new Set(
    clusters.flatMap(({ managedBy }) => managedBy ?? []),
  );
  return clusters
    .filter(
      ({ name, labels }) => managing.has(name) || labels.env === MANAGEMENT,
    )
    .map(({ name }) => name)
    .sort();
}

/** What a cluster of this model can be placed on. */
export function placesFor(inventory: Inventory, model: ModelAnswer): Places {
  const chosen = modelOf(inventory, model);
  const allowed = new Set(chosen?.providers.map(({ name }) => name));
  const environments = new Set([
    ...USUAL_ENVIRONMENTS,
    ...inventory.clusters.flatMap(({ labels }) => labels.env ?? []),
  ]);
  environments.delete(MANAGEMENT);
  return {
    providers: inventory.providers
      .filter(({ name }) => allowed.has(name))
      .filter(
        (provider, index, all) =>
          all.findIndex(({ name }) => name === provider.name) === index,
      ),
    variants: chosen?.variants ?? [],
    environments: [...environments].sort(),
    managers: managementClusters(inventory),
  };
}

/** What is still to be said about a place, in the order of the form. */
export type Lack = 'provider' | 'region' | 'managedBy' | 'environment';

/** What a placement lacks before a cluster could be put there. */
export function lacksOf(
  places: Places,
  placement: PlacementAnswer | undefined,
): Lack[] {
  const provider = places.providers.find(
    ({ name }) => name === placement?.provider,
  );
  if (!provider || !placement) return ['provider'];
  const lacks: Lack[] = [];
  if (provider.regions.length > 0 && !placement.labels.region) {
    lacks.push('region');
  }
  if (provider.needsManagement && !placement.managedBy) lacks.push('managedBy');
  if (!placement.labels.env) lacks.push('environment');
  return lacks;
}
