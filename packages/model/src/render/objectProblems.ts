import { groupOf } from '@flotilla/drift';
import type { Cluster } from '../kinds';
import type { Sourced } from '../load/sources';
import type { Problem } from '../problems';
import { isRecord } from '../source/pointer';
import type { BuiltObject, BuiltPart } from './built';
import { keyOf } from './objectKeys';

/** What may not be among the objects of a cluster: one that two parts own, and a Secret with data. */
export function objectProblems(
  cluster: Sourced<Cluster>,
  own: readonly BuiltPart[],
  infrastructure: readonly BuiltObject[],
): Problem[] {
  const problems = [
    ...ownerProblems(cluster, own),
    // On the management cluster, so that they share no object with the cluster's own parts.
    ...ownerProblems(cluster, [
      { name: 'infrastructure', built: infrastructure },
    ]),
    ...infrastructure.flatMap(object => strayProblem(cluster, object)),
  ];
  const all = [...own.flatMap(part => part.built), ...infrastructure];
  problems.push(
    ...all.filter(hasSecretData).map(object => secretProblem(cluster, object)),
  );
  return problems;
}

function ownerProblems(
  cluster: Sourced<Cluster>,
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
function strayProblem(
  cluster: Sourced<Cluster>,
  built: BuiltObject,
): Problem[] {
  const { kind, metadata } = built.object;
  const { namespace, name } = metadata;
  const own = `fleet-${cluster.metadata.name}`;
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
  cluster: Sourced<Cluster>,
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

function secretProblem(cluster: Sourced<Cluster>, built: BuiltObject): Problem {
  return {
    ...placeOf(cluster, built),
    message: `Secret ${built.object.metadata.name} has data, and Git keeps what it once had`,
    remedy:
      'Use External Secrets, SOPS, sealed secrets, or valuesFrom of a chart.',
  };
}

function placeOf(
  cluster: Sourced<Cluster>,
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
