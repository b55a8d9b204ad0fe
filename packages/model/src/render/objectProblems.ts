import { groupOf } from '@flotilla/drift';
import { machineNamespace } from '../compose/machineNamespace';
import type { Problem } from '../problems';
import { isRecord } from '../source/pointer';
import type { BuiltObject, BuiltPart } from './built';
import { keyOf } from './objectKeys';
import { INFRASTRUCTURE } from './part';
import type { PartsCluster } from './partsSource';

/**
 * What may not be among the objects of a cluster's infrastructure. They are on the management cluster, so that
 * they share no object with the cluster's own parts.
 */
export function infrastructureProblems(
  cluster: PartsCluster,
  built: readonly BuiltObject[],
): Problem[] {
  return [
    ...ownerProblems(cluster, [{ name: INFRASTRUCTURE, built }]),
    ...secretProblems(cluster, built),
    ...built.flatMap(object => strayProblem(cluster, object)),
  ];
}

/** Secrets with data. */
export function secretProblems(
  cluster: PartsCluster,
  built: readonly BuiltObject[],
): Problem[] {
  return built
    .filter(hasSecretData)
    .map(object => secretProblem(cluster, object));
}

/** Objects that stand twice, in one part or in two. */
export function ownerProblems(
  cluster: PartsCluster,
  parts: readonly Pick<BuiltPart, 'name' | 'built'>[],
): Problem[] {
  const owners = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { name, built } of parts) {
    for (const object of built) {
      const key = keyOf(object.object);
      const first = owners.get(key);
      if (first !== undefined)
        problems.push(twoOwners(cluster, object, first, name));
      owners.set(key, name);
    }
  }
  return problems;
}

/** Machines of two clusters stay apart by their namespaces: an object elsewhere could belong to both. */
function strayProblem(cluster: PartsCluster, built: BuiltObject): Problem[] {
  const { kind, metadata } = built.object;
  const { namespace, name } = metadata;
  const own = machineNamespace(cluster.metadata.name);
  const [origin] = built.from;
  if (!origin || namespace === undefined || namespace === own) return [];
  return [
    {
      severity: 'error',
      path: origin.source.path,
      ...origin.source.positionOf(`${origin.pointer}/metadata/namespace`),
      message: `${kind} ${name} is in namespace ${namespace}, which may be another cluster's`,
      remedy: 'Write namespace: ${cluster.namespace}.',
    },
  ];
}

function twoOwners(
  cluster: PartsCluster,
  built: BuiltObject,
  first: string,
  second: string,
): Problem {
  const { kind, metadata } = built.object;
  const title = [kind, metadata.namespace, metadata.name]
    .filter(Boolean)
    .join('/');
  const same = first === second;
  return {
    ...placeOf(cluster, built),
    message: same
      ? `${title} stands twice in ${first}`
      : `${title} on ${cluster.metadata.name} has two owners: ${first} and ${second}`,
    remedy: 'Leave it to one of them.',
  };
}

function hasSecretData({ object }: BuiltObject): boolean {
  if (object.kind !== 'Secret' || groupOf(object) !== '') return false;
  return [object.data, object.stringData].some(
    values => isRecord(values) && Object.keys(values).length > 0,
  );
}

function secretProblem(cluster: PartsCluster, built: BuiltObject): Problem {
  return {
    ...placeOf(cluster, built),
    message: `Secret ${built.object.metadata.name} has data, and Git keeps what it once had`,
    remedy:
      'Use External Secrets, SOPS, sealed secrets, or valuesFrom of a chart.',
  };
}

function placeOf(
  cluster: PartsCluster,
  { from }: BuiltObject,
): Pick<Problem, 'severity' | 'path' | 'line' | 'column'> {
  const { source, pointer } = from[0] ?? {
    source: cluster.source,
    pointer: '',
  };
  return {
    severity: 'error',
    path: source.path,
    ...source.positionOf(pointer),
  };
}
