import {
  Inventory,
  ModelRef,
} from '@flotilla/backstage-plugin-flotilla-common';
import {
  componentEntityName,
  modelEntityName,
  workspaceEntityName,
} from './names';

/**
 * References of one entity to others of its fleet. Those that lead nowhere become problems of the entity: a
 * relation to nothing would be dropped by the catalog in silence.
 */
export class References {
  readonly names: string[] = [];
  readonly problems: string[] = [];

  constructor(private readonly known: KnownNames) {}

  cluster(name: string): this {
    return this.add(name, `Cluster ${name}`);
  }

  model(model: ModelRef): this {
    return this.add(
      modelEntityName(model),
      `Model ${model.name} ${model.version}`,
    );
  }

  component(component: ModelRef): this {
    return this.add(
      componentEntityName(component),
      `Component ${component.name} ${component.version}`,
    );
  }

  private add(name: string, words: string): this {
    if (this.known.has(name)) {
      this.names.push(name);
    } else {
      this.problems.push(`${words} is not in the fleet repository.`);
    }
    return this;
  }
}

/** Names of all entities of a fleet. */
export type KnownNames = ReadonlySet<string>;

export function knownNames(inventory: Inventory): KnownNames {
  return new Set([
    ...inventory.clusters.map(({ name }) => name),
    ...inventory.workspaces.map(({ name }) => workspaceEntityName(name)),
    ...inventory.models.map(modelEntityName),
    ...inventory.components.map(componentEntityName),
  ]);
}
