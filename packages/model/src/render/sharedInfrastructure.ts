import type { Composition } from '../compose/composition';
import { providerTitle } from '../compose/layers';
import { ownRanges } from '../compose/networks';
import type { Scope } from '../expressions/scope';
import type { FleetFiles } from '../files';
import { machineTemplatesOf } from '../load/manifests';
import type { ManifestObject } from '../source/manifests';
import { atOnce } from '../steps';
import { AnyMachines } from './AnyMachines';
import { ANY_CLUSTER } from './anyCluster';
import type { BuiltObject } from './built';
import type { Filling } from './Filling';
import { Gaps } from './Gaps';
import { machinesHangOn } from './hangsOn';
import { mirrorAll, mirrorsOf } from './images';
import { machineProblems } from './machineProblems';
import { INFRASTRUCTURE } from './part';
import type { RenderedPart } from './part';
import { poolsWithGenerations } from './poolGenerations';
import { printPart } from './printedParts';
import type { Finish } from './printedParts';
import { isLeaving } from './removal';
import { SharedByReads } from './SharedByReads';
import type { Made } from './SharedByReads';
import { fillTemplates, treeOf } from './templates';
import type { Pool } from './templates';

const shared = new SharedByReads<AnyMachines>();
const FOR_EACH_CLUSTER: Made<AnyMachines> = { hangsOn: new Set() };

/**
 * The infrastructure of a cluster, made, checked and printed once for all clusters on which it comes out alike but for
 * names, addresses and the hashes in names of machine templates.
 *
 * @param previous - files of the repository, with what was rendered last
 * @returns nothing where it has to be made for the cluster alone: where something is wrong, hangs on more than that, or
 *   isn't as it was rendered last, of which machines may still use something
 */
export function sharedInfrastructure(
  composition: Composition,
  finish: Finish,
  previous: FleetFiles | undefined,
): RenderedPart | undefined {
  const { fleet, cluster, ground, scope } = composition;
  const { provider } = ground;
  if (isLeaving(cluster.spec)) return undefined;
  const read = machineTemplatesOf(fleet.files, provider);
  const { pools, problems } = poolsWithGenerations(read.objects, scope);
  if (read.objects.length === 0) return undefined;
  if (read.problems.length > 0 || problems.length > 0) return undefined;
  const gaps = Gaps.of(composition);
  const unit = {
    things: [fleet, provider],
    trees: () => [treeOf(read.objects)],
    text: [
      ...pools.map(({ generation }) => generation),
      // Machines may have no address of the services, and some may have none of the pods.
      ...ownRanges(composition.shape).map(({ of, text }) => `${of} ${text}`),
    ].join(' '),
  };
  const any = shared.of(gaps, unit, seen =>
    machinesOf(composition, read.objects, seen, pools),
  );
  const filling = any?.filling(gaps.filling);
  if (!any || !filling) return undefined;
  if (!isSound(composition, read.objects, any, filling)) return undefined;
  const { built } = any;
  const layer = providerTitle(provider);
  const part = atOnce(
    printPart(
      { name: INFRASTRUCTURE, layer, dependsOn: [], built },
      filling,
      finish,
    ),
  );
  const before = previous?.get(part.path);
  return before === undefined || before === part.text ? part : undefined;
}

function machinesOf(
  composition: Composition,
  templates: readonly ManifestObject[],
  scope: Scope,
  pools: readonly Pool[],
): Made<AnyMachines> {
  const { fleet, ground } = composition;
  const layer = providerTitle(ground.provider);
  const { built, problems } = fillTemplates(templates, scope, layer, pools);
  // Of nothing there is no part.
  if (problems.length > 0 || built.length === 0) return FOR_EACH_CLUSTER;
  const mirrors = mirrorsOf(fleet.fleet);
  const particular = machinesHangOn(
    built.map(({ object }) => object),
    mirrors,
  );
  if (particular.size > 0) return { hangsOn: particular };
  const machines = AnyMachines.of(mirrorAll(built, mirrors));
  return machines && isSoundOnAny(composition, templates, machines)
    ? { result: machines, hangsOn: new Set() }
    : FOR_EACH_CLUSTER;
}

/** Whether nothing is wrong that is wrong on every cluster. */
function isSoundOnAny(
  composition: Composition,
  templates: readonly ManifestObject[],
  { built, addressed }: AnyMachines,
): boolean {
  const { cluster } = composition;
  const any = { ...cluster, metadata: { name: ANY_CLUSTER } };
  const problems = machineProblems(
    { ...composition, cluster: any },
    templates,
    { built, addressed: addressed.same, unique: [] },
  );
  return problems.length === 0;
}

/** Whether nothing is wrong that only one cluster can tell. */
function isSound(
  composition: Composition,
  templates: readonly ManifestObject[],
  { addressed, unique }: AnyMachines,
  filling: Filling,
): boolean {
  const filled = ({ object, from }: BuiltObject): BuiltObject => ({
    object: filling.object(object),
    from,
  });
  const problems = machineProblems(composition, templates, {
    built: [],
    addressed: addressed.own.map(filled),
    unique: unique.map(filled),
  });
  return problems.length === 0;
}
