import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import type { Cluster } from '../kinds';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import { isRecord } from '../source/pointer';
import type { BuiltPart } from './built';
import { ENGINE_CAPABILITY } from './firstParts';

/** Whether a cluster's machines go when its file does. */
export function machinesGo({ spec }: Cluster): boolean {
  return isLeaving(spec) && spec.deletionPolicy !== 'Orphan';
}

/** Whether the data in a cluster goes with it: namespaces and claims lose their protection. */
export function dataGoes({ cluster, ground }: Composition): boolean {
  return (
    machinesGo(cluster) && ground.provider.spec.infrastructure !== undefined
  );
}

function isLeaving({ lifecycle }: Cluster['spec']): boolean {
  return lifecycle === 'Decommissioning';
}

/** Components that delete volumes and load balancers, or without which nothing runs: they go with the machines. */
const STAYING = new Set([
  'network',
  'storage',
  'load-balancer',
  'cloud-provider',
  'dns',
  ENGINE_CAPABILITY,
]);

/** What traffic comes through leaves last: its controllers clean up after all others. */
const LAST = 'ingress';

/**
 * The parts that leave at each step of a removal, the first step first. Nothing leaves in the first step:
 * what is to be deleted loses its protection before it loses its place in Git. Then the workspaces, then
 * components, each after those that depend on it. What isn't named stays until the machines go.
 */
export function removalSteps(
  { components, ground }: Composition,
  parts: readonly BuiltPart[],
): string[][] {
  const provides = new Map(
    components.map(({ name, definition }) => [
      `components/${name}`,
      definition.spec.provides ?? [],
    ]),
  );
  const needed = new Set([
    ...STAYING,
    ...(ground.provider.spec.nodesNeed ?? []),
  ]);
  const all = parts.filter(part => provides.has(part.name));
  const staying = withDependencies(
    all,
    part => provides.get(part.name)?.some(c => needed.has(c)) ?? false,
  );
  const leaving = all.filter(part => !staying.has(part.name));
  const gate = withDependencies(
    leaving,
    part => provides.get(part.name)?.includes(LAST) ?? false,
  );
  const workspaces = parts.filter(part => !provides.has(part.name));
  return [
    [],
    workspaces.map(({ name }) => name),
    ...waves(leaving.filter(({ name }) => !gate.has(name))),
    ...waves(leaving.filter(({ name }) => gate.has(name))),
  ].filter((names, i) => i === 0 || names.length > 0);
}

/** Parts of a kind with all that they depend on. Parts are in dependency order. */
function withDependencies(
  parts: readonly BuiltPart[],
  isOne: (part: BuiltPart) => boolean,
): Set<string> {
  const names = new Set<string>();
  for (const part of [...parts].reverse()) {
    if (!names.has(part.name) && !isOne(part)) continue;
    names.add(part.name);
    part.dependsOn.forEach(other => names.add(other));
  }
  return names;
}

/** Parts by how many others must leave before them. */
function waves(parts: readonly BuiltPart[]): string[][] {
  const heights = new Map<string, number>();
  for (const { name, dependsOn } of [...parts].reverse()) {
    const height = heights.get(name) ?? 0;
    heights.set(name, height);
    for (const other of dependsOn) {
      heights.set(other, Math.max(heights.get(other) ?? 0, height + 1));
    }
  }
  const steps: string[][] = [];
  for (const { name } of parts) {
    const height = heights.get(name) ?? 0;
    (steps[height] ??= []).push(name);
  }
  return steps;
}

/** The parts that are left of a cluster at the step of its removal that its file names. */
export function remainingParts(
  composition: Composition,
  parts: readonly BuiltPart[],
): readonly BuiltPart[] {
  const { spec } = composition.cluster;
  if (!isLeaving(spec)) return parts;
  const steps = removalSteps(composition, parts);
  const step = spec.removal?.step ?? 1;
  const gone = new Set(steps.slice(0, step).flat());
  const left = parts.filter(({ name }) => !gone.has(name));
  return step > steps.length && dataGoes(composition)
    ? left.map(withoutCloudResources)
    : left;
}

/** At the end, what stays gives up what outlives the machines. */
function withoutCloudResources(part: BuiltPart): BuiltPart {
  return {
    ...part,
    built: part.built.filter(({ object }) => !outlivesMachines(object)),
  };
}

function outlivesMachines({ kind, spec }: KubeObject): boolean {
  if (kind === 'Service') return isRecord(spec) && spec.type === 'LoadBalancer';
  return ['Ingress', 'Gateway', 'PersistentVolumeClaim'].includes(kind);
}

/** A cluster that others need can't go. */
export function removalProblems({ fleet, cluster }: Composition): Problem[] {
  const { name } = cluster.metadata;
  const to = new Complaints(cluster.source);
  if (!isLeaving(cluster.spec)) {
    if (cluster.spec.removal) {
      to.warn(
        '/spec/removal',
        `${name} is active: a step of its removal means nothing`,
      );
    }
    return to.problems;
  }
  const managed = [...fleet.clusters.values()]
    .filter(({ spec }) => spec.managedBy === name)
    .map(({ metadata }) => metadata.name);
  if (managed.length > 0) {
    to.add('/spec/lifecycle', `${name} still manages ${managed.join(', ')}`, {
      remedy: 'Remove those clusters first.',
    });
  }
  return to.problems;
}
