import {
  Entity,
  KubernetesValidatorFunctions,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ANNOTATION_FLEET,
  ANNOTATION_PROBLEMS,
} from '@flotilla/backstage-plugin-flotilla-common';
import { locationAnnotations } from './locationAnnotations';
import { FleetInventory } from './FleetInventory';

/** What the four kinds of entity have in common. */
export interface EntityDraft {
  name: string;
  type: string;
  description: string;
  /** Path of its file in the fleet repository. */
  path: string;
  owner: string;
  labels?: Record<string, string>;
  annotations: Record<string, string>;
  /** Names of entities in the same fleet; each of them exists. */
  dependsOn?: readonly string[];
  /** What is wrong with it in Git, a sentence each. */
  problems: readonly string[];
}

/** A draft as a Resource of the fleet's own namespace. What can't be kept of it is said on the entity itself. */
export function toEntity(
  inventory: FleetInventory,
  draft: EntityDraft,
): Entity {
  const { fleet } = inventory;
  const labels = Object.entries(draft.labels ?? {});
  const owner = ownerRef(draft.owner);
  const problems = [
    ...draft.problems,
    ...labels
      .filter(label => !isLabel(label))
      .map(([key]) => `Label ${key} is not one that the catalog takes.`),
    ...(owner
      ? []
      : [
          `Owner "${draft.owner}" is not an entity reference, such as group:default/platform.`,
        ]),
  ];
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      namespace: fleet,
      name: draft.name,
      description: draft.description,
      labels: Object.fromEntries(labels.filter(isLabel)),
      annotations: {
        ...locationAnnotations(inventory, draft.path),
        [ANNOTATION_FLEET]: fleet,
        ...draft.annotations,
        ...(problems.length > 0
          ? { [ANNOTATION_PROBLEMS]: problems.join('\n') }
          : {}),
      },
    },
    spec: {
      type: draft.type,
      owner: owner ?? inventory.owner,
      dependsOn: (draft.dependsOn ?? []).map(
        name => `resource:${fleet}/${name}`,
      ),
    },
  };
}

const ENTITY_REF = /^[a-z]+:[a-z0-9][-a-z0-9_.]*\/[a-z0-9][-a-z0-9_.]*$/;

/** Owners are groups of the portal's default namespace unless they say otherwise, not of the fleet's. */
function ownerRef(owner: string): string | undefined {
  try {
    const ref = stringifyEntityRef(
      parseEntityRef(owner, {
        defaultKind: 'Group',
        defaultNamespace: 'default',
      }),
    );
    return ENTITY_REF.test(ref) ? ref : undefined;
  } catch {
    return undefined;
  }
}

function isLabel([key, value]: [string, string]): boolean {
  return (
    KubernetesValidatorFunctions.isValidLabelKey(key) &&
    KubernetesValidatorFunctions.isValidLabelValue(value)
  );
}
