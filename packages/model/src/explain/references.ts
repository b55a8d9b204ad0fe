import type { Composition } from '../compose/composition';
import { providerTitle } from '../compose/layers';
import type { Ground } from '../compose/layers';
import type { Origin, Trace } from '../compose/merge';
import { machineTemplatesOf } from '../load/manifests';
import type { Ingredient } from '../render/built';
import { immutablePointers } from '../render/poolGenerations';
import { pointerOf, valueAt } from '../source/pointer';
import type { SourceFile } from '../source/sourceFile';

/** What an expression was read for. */
export interface Reading {
  composition: Composition;
  ingredient: Ingredient;
}

/** An origin, and what of its value is meant where it gives more than was asked for. */
export interface Followed {
  origin: Origin;
  /** Pointer below the origin's value; empty for all of it. */
  rest: string;
}

/** Origins of what a trace has at a pointer, or of the nearest value above. */
export function followed(trace: Trace, pointer: string): Followed[] {
  const { pointer: at, origins } = trace.nearest(pointer);
  return origins.map(origin => ({ origin, rest: pointer.slice(at.length) }));
}

function whole(origins: readonly Origin[]): Followed[] {
  return origins.map(origin => ({ origin, rest: '' }));
}

/** Where the value of a path that an expression reads was set: `['values', 'replicas']`. */
export function originsOfPath(
  { composition, ingredient }: Reading,
  path: readonly string[],
): Followed[] {
  const [root, ...rest] = path;
  const pointer = pointerOf(rest);
  switch (root) {
    case 'values': {
      const component = composition.components.find(
        c => c.name === ingredient.component,
      );
      return component ? followed(component.trace, pointer) : [];
    }
    case 'variables':
      return followed(composition.variables.trace, pointer);
    case 'pool':
      return poolOrigins(composition, ingredient.pool ?? 0, rest);
    case 'cluster':
      return clusterOrigins(composition, rest);
    case 'provider':
      return whole(
        inFile(
          composition.ground.provider,
          `provider ${composition.ground.provider.metadata.name}`,
          rest,
        ),
      );
    case 'model':
      return whole(
        inFile(
          composition.ground.model,
          `model ${composition.ground.model.metadata.name}`,
          rest,
        ),
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

/** Fields of `pool`: its own, and the Kubernetes of its cluster where it has none. */
function poolOrigins(
  composition: Composition,
  index: number,
  steps: readonly string[],
): Followed[] {
  const { ground, shape } = composition;
  const { trace } = shape;
  const pool = `/workerPools/${index}`;
  const minor = shape.shape.workerPools?.[index]?.kubernetes;
  const kubernetes = minor ? `${pool}/kubernetes` : '/kubernetes';
  switch (steps[0]) {
    case 'kubernetes':
      return followed(trace, kubernetes);
    case 'kubernetesVersion':
      return [
        ...followed(trace, kubernetes),
        ...whole(versionTable(ground, minor ?? shape.kubernetes?.minor)),
      ];
    case 'generation':
      return [
        ...followed(trace, `${pool}/name`),
        ...whole(generationOrigins(composition)),
      ];
    default:
      return followed(trace, `${pool}${pointerOf(steps)}`);
  }
}

/** What a pool's generation is made of, besides its name: the leaves that its templates call immutable. */
function generationOrigins({ fleet, ground }: Composition): Origin[] {
  const { provider } = ground;
  const layer = providerTitle(provider);
  const { objects } = machineTemplatesOf(fleet.files, provider);
  return objects.flatMap(({ object, source }) =>
    immutablePointers(object).map(pointer => ({
      layer,
      source,
      pointer,
      value: valueAt(object, pointer),
    })),
  );
}

/** The line of the provider's table that makes a full version of a minor one. */
function versionTable(
  { provider }: Ground,
  minor: string | undefined,
): Origin[] {
  if (minor === undefined) return [];
  return inFile(provider, `provider ${provider.metadata.name}`, [
    'kubernetesVersions',
    minor,
  ]);
}

/** Fields of `cluster` that don't come from the models' `cluster` block. */
function clusterOrigins(
  { cluster, ground, shape }: Composition,
  steps: readonly string[],
): Followed[] {
  const { source, metadata, spec } = cluster;
  const layer = `cluster ${metadata.name}`;
  switch (steps[0]) {
    case 'name':
    case 'namespace':
      return whole([
        { layer, source, pointer: '/metadata/name', value: metadata.name },
      ]);
    case 'labels':
      return whole([
        {
          layer,
          source,
          pointer: `/metadata${pointerOf(steps)}`,
          value: valueAt(metadata, pointerOf(steps)),
        },
      ]);
    case 'owner':
    case 'variant':
    case 'managedBy':
      return whole([
        { layer, source, pointer: `/spec/${steps[0]}`, value: spec[steps[0]] },
      ]);
    case 'kubernetesVersion':
      return [
        ...followed(shape.trace, '/kubernetes'),
        ...whole(versionTable(ground, shape.kubernetes?.minor)),
      ];
    default:
      return followed(shape.trace, pointerOf(steps));
  }
}
