import type { Composition } from '../compose/composition';
import type { Problem } from '../problems';
import { isKubeObject } from '../source/manifests';
import type { ManifestObject } from '../source/manifests';
import { isRecord, stepsOf, valueAt } from '../source/pointer';
import type { BuiltObject } from './built';
import { poolFaults, strayPointers } from './listedPointers';
import { pointersIn, UNIQUE } from './templates';

/** Pools that a cloud couldn't tell apart: a name that has to be short came out the same for two of them. */
export function uniqueProblems(
  composition: Composition,
  templates: readonly ManifestObject[],
  built: readonly BuiltObject[],
): Problem[] {
  return templates.flatMap(template => {
    const pointers = pointersIn(template.object, UNIQUE);
    if (pointers.length === 0) return [];
    const faults = faultsOf(template);
    if (faults.length > 0) return faults;
    const filled = built.filter(
      ({ from }) => from[0]?.source === template.source,
    );
    return pointers.flatMap(pointer => alike(composition, filled, pointer));
  });
}

/** Whether it may have a field that no other object of its template has alike. */
export function hasUnique({ from: [origin] }: BuiltObject): boolean {
  return (
    isKubeObject(origin?.value) && pointersIn(origin.value, UNIQUE).length > 0
  );
}

const known = new WeakMap<ManifestObject, Problem[]>();

/** The same for every cluster. */
function faultsOf(template: ManifestObject): Problem[] {
  const faults = known.get(template) ?? [
    ...poolFaults(template, UNIQUE),
    ...strayPointers(template, UNIQUE, '/'),
  ];
  known.set(template, faults);
  return faults;
}

function alike(
  composition: Composition,
  filled: readonly BuiltObject[],
  pointer: string,
): Problem[] {
  const firsts = new Map<unknown, number>();
  return filled.flatMap(({ object, from }) => {
    const value = valueAt(object, pointer);
    const pool = from[0]?.pool;
    if (value === undefined || pool === undefined) return [];
    const first = firsts.get(value);
    if (first !== undefined)
      return problemOf(composition, [first, pool], pointer, value);
    firsts.set(value, pool);
    return [];
  });
}

/** At the line that names the later of the two. */
function problemOf(
  { cluster, scope, shape, ground }: Composition,
  pools: readonly [number, number],
  pointer: string,
  value: unknown,
): Problem {
  const names = pools.map(pool => poolName(scope.cluster, pool));
  const origin = shape.trace.at(`/workerPools/${pools[1]}/name`).at(-1);
  const source = origin?.source ?? cluster.source;
  const field = stepsOf(pointer).at(-1);
  return {
    severity: 'error',
    path: source.path,
    ...source.positionOf(origin?.pointer ?? '/spec/model'),
    message: `pools ${names.join(' and ')} of ${
      cluster.metadata.name
    } both come to ${field} ${value} on ${ground.provider.metadata.name}`,
    remedy: 'Rename one of them so that they differ earlier.',
  };
}

function poolName(cluster: unknown, pool: number): string {
  const pools = isRecord(cluster) ? cluster.workerPools : undefined;
  const found: unknown = Array.isArray(pools) ? pools[pool] : undefined;
  return isRecord(found) ? String(found.name) : String(pool);
}
