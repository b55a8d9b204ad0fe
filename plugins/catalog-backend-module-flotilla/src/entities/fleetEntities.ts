import {
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  clusterDraft,
  componentDraft,
  modelDraft,
  workspaceDraft,
} from './drafts';
import { toEntity } from './EntityDraft';
import { FleetInventory } from './FleetInventory';
import { knownNames } from './References';

/** The entities of a fleet, and those that the catalog would refuse, with why. */
export interface FleetEntities {
  entities: Entity[];
  refused: { entityRef: string; path: string; reason: string }[];
}

/** The catalog's own checks: what passes here isn't what makes it reject a whole mutation. */
const envelope = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

export async function fleetEntities(
  inventory: FleetInventory,
): Promise<FleetEntities> {
  const known = knownNames(inventory);
  const drafts = [
    ...inventory.clusters.map(cluster => clusterDraft(cluster, known)),
    ...inventory.workspaces.map(workspace => workspaceDraft(workspace, known)),
    ...inventory.models.map(model => modelDraft(model, known)),
    ...inventory.components.map(componentDraft),
  ];
  const accepted = new Map<string, Entity>();
  const refused: FleetEntities['refused'] = [];
  for (const draft of drafts) {
    const entity = toEntity(inventory, draft);
    const entityRef = stringifyEntityRef(entity);
    const reason = accepted.has(entityRef)
      ? 'another file has an entity of the same name'
      : await reasonToRefuse(entity);
    if (reason) {
      refused.push({ entityRef, path: draft.path, reason });
    } else {
      accepted.set(entityRef, entity);
    }
  }
  return { entities: [...accepted.values()], refused };
}

async function reasonToRefuse(entity: Entity): Promise<string | undefined> {
  try {
    await envelope.enforce(entity);
    const isResource = await resourceEntityV1alpha1Validator.check(entity);
    return isResource ? undefined : 'is not a Resource';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
