import type { Composition } from '../compose/composition';
import type { Origin } from '../compose/merge';
import type { Ingredient } from '../render/built';
import { pointerOf, valueAt } from '../source/pointer';
import type { SourceFile } from '../source/sourceFile';

/** What an expression was read for. */
export interface Reading {
  composition: Composition;
  ingredient: Ingredient;
}

/** Where the value of a path that an expression reads was set: `['values', 'replicas']`. */
export function originsOfPath(
  { composition, ingredient }: Reading,
  path: readonly string[],
): Origin[] {
  const [root, ...rest] = path;
  const pointer = pointerOf(rest);
  switch (root) {
    case 'values': {
      const component = composition.components.find(
        c => c.name === ingredient.component,
      );
      return component?.trace.at(pointer) ?? [];
    }
    case 'variables':
      return composition.variables.trace.at(pointerOf(rest.slice(0, 1)));
    case 'pool':
      return composition.shape.trace.at(
        `/workerPools/${ingredient.pool ?? 0}${pointer}`,
      );
    case 'cluster':
      return clusterOrigins(composition, rest);
    case 'provider':
      return inFile(
        composition.ground.provider,
        `provider ${composition.ground.provider.metadata.name}`,
        rest,
      );
    case 'model':
      return inFile(
        composition.ground.model,
        `model ${composition.ground.model.metadata.name}`,
        rest,
      );
    default:
      return [];
  }
}

interface Defined {
  metadata: { name: string };
  spec: object;
  source: SourceFile;
}

function inFile(
  defined: Defined,
  layer: string,
  steps: readonly string[],
): Origin[] {
  const room = steps[0] === 'name' ? '/metadata' : '/spec';
  const pointer = `${room}${pointerOf(steps)}`;
  const value = valueAt(defined, pointer);
  return value === undefined
    ? []
    : [{ layer, source: defined.source, pointer, value }];
}

/** Fields of `cluster` that don't come from the models' `cluster` block. */
function clusterOrigins(
  { cluster, ground, shape }: Composition,
  steps: readonly string[],
): Origin[] {
  const { source, metadata, spec } = cluster;
  const layer = `cluster ${metadata.name}`;
  switch (steps[0]) {
    case 'name':
    case 'namespace':
      return [
        { layer, source, pointer: '/metadata/name', value: metadata.name },
      ];
    case 'labels':
      return [
        {
          layer,
          source,
          pointer: `/metadata${pointerOf(steps)}`,
          value: valueAt(metadata, pointerOf(steps)),
        },
      ];
    case 'owner':
    case 'variant':
    case 'managedBy':
      return [
        { layer, source, pointer: `/spec/${steps[0]}`, value: spec[steps[0]] },
      ];
    case 'kubernetesVersion': {
      const minor = shape.kubernetes?.minor;
      const table =
        minor === undefined
          ? []
          : inFile(
              ground.provider,
              `provider ${ground.provider.metadata.name}`,
              ['kubernetesVersions', minor],
            );
      return [...shape.trace.at('/kubernetes'), ...table];
    }
    default:
      return shape.trace.at(pointerOf(steps));
  }
}
