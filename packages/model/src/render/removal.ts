import type { Composition } from '../compose/composition';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import type { BuiltPart } from './built';
import type { PartsCluster, PartsSource } from './partsSource';
import { outlivesMachines, removalSteps } from './removalSteps';

/** Whether a cluster's machines go when its file does. */
export function machinesGo({ spec }: Pick<PartsCluster, 'spec'>): boolean {
  return isLeaving(spec) && spec.deletionPolicy !== 'Orphan';
}

/** Whether the data in a cluster goes with it: namespaces and claims lose their protection. */
export function dataGoes({
  cluster,
  ground,
}: Pick<PartsSource, 'cluster' | 'ground'>): boolean {
  return (
    machinesGo(cluster) && ground.provider.spec.infrastructure !== undefined
  );
}

/** Whether a cluster is on its way out. */
export function isLeaving({ lifecycle }: PartsCluster['spec']): boolean {
  return lifecycle === 'Decommissioning';
}

/** The parts that are left of a cluster at the step of its removal that its file names. */
export function remainingParts(
  source: PartsSource,
  parts: readonly BuiltPart[],
): readonly BuiltPart[] {
  const { spec } = source.cluster;
  if (!isLeaving(spec)) return parts;
  const givesUp = dataGoes(source);
  const steps = removalSteps(source, parts, givesUp);
  const step = spec.removal?.step ?? 1;
  const gone = new Set(steps.slice(0, step).flat());
  const left = parts.filter(({ name }) => !gone.has(name));
  if (!givesUp || step < steps.length) return left;
  return left.map(part => ({
    ...part,
    built: part.built.filter(object => !outlivesMachines(object)),
  }));
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
