import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import type { FleetFiles } from '../files';
import type { Provider } from '../kinds';
import { manifestsBeside } from '../load/manifests';
import { ByIdentity } from '../memory/ByIdentity';
import type { ManifestObject } from '../source/manifests';
import { ANY_CLUSTER, HASH } from './anyCluster';
import { anyObject } from './anyObject';
import type { BuiltObject } from './built';
import { Filling } from './Filling';
import { inOrder } from './kindOrder';
import { machineNetworkProblems, saysAddresses } from './machineNetworks';
import { NamedAny } from './NamedAny';
import { keyOf } from './objectKeys';
import type { RenderedPart } from './part';
import { poolsWithGenerations } from './poolGenerations';
import { finishedObject, HEADER } from './printedParts';
import type { Finish } from './printedParts';
import { isImmutable, templateKey, TemplateNames } from './templateNames';
import { FOR_EACH, pointersIn, UNIQUE } from './templates';
import { uniqueProblems } from './uniqueProblems';

const INFRASTRUCTURE = 'infrastructure';

/** An object of any cluster, and the pool that its template was filled for. */
interface Made {
  built: BuiltObject;
  pool?: number;
}

/**
 * The infrastructure of a cluster, of objects that are made, checked and printed once for all clusters on which their
 * templates read the same: names, and the hashes in names of machine templates, take their places in the text.
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
  const { fleet, cluster, ground } = composition;
  const { name } = cluster.metadata;
  const { spec, source } = ground.provider;
  const folder = spec.infrastructure?.manifests;
  if (
    folder === undefined ||
    cluster.spec.lifecycle === 'Decommissioning' ||
    // In a text that was written as JSON, the name is what it is.
    JSON.stringify(name) !== `"${name}"`
  ) {
    return undefined;
  }
  const read = manifestsBeside(fleet.files, source.path, folder);
  if (read.problems.length > 0) return undefined;
  const made = madeOf(composition, read.objects);
  if (!made || made.length === 0) return undefined;
  const objects = namedOf(made, finish);
  const filling = fillingFor(name, made, objects);
  if (!filling || !isSound(composition, read.objects, made, filling)) {
    return undefined;
  }
  const ordered = orderedOf(objects, filling);
  const part = ordered && printed(ground.provider, ordered, filling);
  const before = part && previous?.get(part.path);
  return before === undefined || before === part?.text ? part : undefined;
}

function printed(
  { metadata, spec }: Provider,
  ordered: readonly NamedAny[],
  filling: Filling,
): RenderedPart {
  let filled: KubeObject[] | undefined;
  return {
    name: INFRASTRUCTURE,
    path: `rendered/${filling.cluster}/${INFRASTRUCTURE}/manifests.yaml`,
    text: HEADER + ordered.map(one => one.text(filling)).join('---\n'),
    layer: `provider ${metadata.name} ${spec.version}`,
    // Whoever wants the bytes only doesn't pay for the objects.
    get objects() {
      filled ??= ordered.map(one => one.filled(filling));
      return filled;
    },
  };
}

function madeOf(
  composition: Composition,
  templates: readonly ManifestObject[],
): Made[] | undefined {
  const { pools, problems } = poolsWithGenerations(
    templates,
    composition.scope,
  );
  if (problems.length > 0) return undefined;
  const made: Made[] = [];
  for (const template of templates) {
    const each = template.object.metadata.annotations?.[FOR_EACH];
    if (each !== undefined && each !== 'workerPools') return undefined;
    const filledFor = each === undefined ? [undefined] : pools;
    for (const [index, pool] of filledFor.entries()) {
      const { built, isParticular } = anyObject(composition, template, pool);
      if (isParticular) return undefined;
      if (built) made.push({ built, ...(pool && { pool: index }) });
    }
  }
  return made;
}

const named = new ByIdentity<NamedAny>();

/** The objects with references to templates by their numbers, in the same order. */
function namedOf(made: readonly Made[], finish: Finish): NamedAny[] {
  const keys = made
    .filter(({ built }) => isImmutable(built.object))
    .map(({ built }) => templateKey(built.object));
  const text = keys.join('\n');
  return made.map(({ built }) =>
    named.of([built, finish.keeping], text, () => {
      const all = made.map(one => one.built);
      const names = new TemplateNames(
        all,
        template =>
          `${template.metadata.name}-${HASH}${keys.indexOf(
            templateKey(template),
          )}-`,
      );
      return new NamedAny(
        finishedObject(renamed(built.object, names), ANY_CLUSTER, finish),
      );
    }),
  );
}

function renamed(object: KubeObject, names: TemplateNames): KubeObject {
  const pointed = names.withNewReferences(object);
  if (!isImmutable(object)) return pointed;
  const name = names.nameOf(object);
  return { ...pointed, metadata: { ...pointed.metadata, name } };
}

/** The cluster's name and the hashes of its templates; nothing where their names aren't all that is to know of them. */
function fillingFor(
  cluster: string,
  made: readonly Made[],
  objects: readonly NamedAny[],
): Filling | undefined {
  const templates = objects.filter((_, i) => isImmutable(made[i].built.object));
  const hashes: string[] = [];
  const filling = new Filling(cluster, hashes);
  const open = new Set<number>();
  const known = (number: number): boolean => {
    if (hashes[number] !== undefined) return true;
    // Those that name each other go round.
    if (open.has(number)) return false;
    open.add(number);
    if (!templates[number].covers.every(known)) return false;
    hashes[number] = templates[number].hash(filling);
    return true;
  };
  if (!templates.every((_, number) => known(number))) return undefined;
  const names = new Set(
    made
      .filter(({ built }) => isImmutable(built.object))
      .map(({ built }) => filling.filled(built.object.metadata.name)),
  );
  const isOther = objects.every(({ otherNames }) =>
    otherNames.every(name => !names.has(filling.filled(name))),
  );
  return isOther ? filling : undefined;
}

/** Whether nothing is wrong that only one cluster, or only all of its objects together can tell. */
function isSound(
  composition: Composition,
  templates: readonly ManifestObject[],
  made: readonly Made[],
  filling: Filling,
): boolean {
  const filled = ({ built, pool }: Made): BuiltObject => ({
    object: filling.object(built.object),
    from: built.from.map(one => ({
      ...one,
      ...(pool !== undefined && { pool }),
    })),
  });
  const addressed = made
    .filter(({ built }) => saysAddresses(built.object))
    .map(filled);
  if (machineNetworkProblems(composition, addressed).length > 0) return false;
  const unique = templates.filter(
    ({ object }) => pointersIn(object, UNIQUE).length > 0,
  );
  if (unique.length === 0) return true;
  return uniqueProblems(composition, unique, made.map(filled)).length === 0;
}

/** The objects in the order of what they are called on a cluster; nothing where two are called the same. */
function orderedOf(
  objects: readonly NamedAny[],
  filling: Filling,
): NamedAny[] | undefined {
  const byKey = new Map<string, NamedAny>();
  const called = objects.map(one => {
    const object = one.called(filling);
    byKey.set(keyOf(object), one);
    return object;
  });
  if (byKey.size < objects.length) return undefined;
  return inOrder(called).flatMap(object => byKey.get(keyOf(object)) ?? []);
}
