import { sameValue } from '../compose/sameValue';
import { ByIdentity } from '../memory/ByIdentity';
import { sortProblems } from '../problems';
import type { Problem } from '../problems';
import { ANY_CLUSTER, isStandIn } from './anyCluster';
import type { BuiltObject, BuiltPart, PartObjects } from './built';
import { childrenOf } from './children';
import { withNamespace } from './componentParts';
import type { Filling } from './Filling';
import type { Ingredients } from './ingredients';
import { isOfEngine, makeParts } from './makeParts';
import { keyOf } from './objectKeys';
import { outlineOf } from './outline';
import { ownParts } from './ownParts';
import type { OwnParts } from './ownParts';
import { contentProblems, partProblems } from './partProblems';
import { isLeaving } from './removal';

/** Parts of a cluster of any name, in which the objects of components and workspaces are outlines. */
interface AnyParts extends OwnParts {
  /** Lists of objects in whose content nothing is wrong. */
  sound: WeakSet<readonly BuiltObject[]>;
}

/** What is known of clusters that are alike: at first that there was one, which is nothing to share yet. */
interface Alike {
  any?: AnyParts;
  isParticular?: boolean;
}

const remembered = new ByIdentity<Alike>();

/**
 * The same as {@link ownParts}. What applies the parts is made and checked once for all clusters that differ by nothing
 * but their name and what is in the objects of components and workspaces.
 */
export function sharedParts(ingredients: Ingredients): OwnParts {
  const any = anyPartsFor(ingredients);
  const { parts, problems } = any
    ? withOwnObjects(any, ingredients)
    : ownParts(ingredients);
  return { parts, problems: told(problems, ingredients.filling) };
}

function anyPartsFor(ingredients: Ingredients): AnyParts | undefined {
  const { cluster } = ingredients.source;
  // What leaves it hangs on more than outlines.
  if (isLeaving(cluster.spec)) return undefined;
  // What it shows of those that it manages no other cluster shows.
  if (childrenOf(ingredients.source).length > 0) return undefined;
  const outlined = outlinesOf(ingredients);
  const { source, components, workspaces } = outlined;
  const results = remembered.results([
    source.fleet,
    source.ground,
    source.components,
    ...components.objects.map(({ built }) => built),
    ...workspaces.map(({ built }) => built),
  ]);
  const text = otherInput(ingredients);
  const alike = results.get(text);
  if (!alike) {
    results.set(text, {});
    return undefined;
  }
  if (alike.any || alike.isParticular) return alike.any;
  const any = anyParts(outlined);
  if (isOfAny(any, ingredients)) alike.any = any;
  else alike.isParticular = true;
  return alike.any;
}

function anyParts({ source, components, workspaces }: Ingredients): AnyParts {
  const parts = makeParts(source, components, workspaces);
  const problems = partProblems(source.cluster, parts);
  return { parts, problems, sound: new WeakSet() };
}

/** The same for a cluster of any name, of objects only what they are called. */
function outlinesOf(ingredients: Ingredients): Ingredients {
  const { source, components, workspaces } = ingredients;
  return {
    ...ingredients,
    source: {
      ...source,
      cluster: { ...source.cluster, metadata: { name: ANY_CLUSTER } },
    },
    components: {
      inside: components.inside,
      objects: components.objects.map(({ built }) => ({
        built: outlineOf(built),
      })),
    },
    workspaces: workspaces.map(part => ({
      ...part,
      built: outlineOf(part.built),
    })),
  };
}

/** What parts are made from that has no identity. */
function otherInput(ingredients: Ingredients): string {
  const { source, components, workspaces, kubernetes } = ingredients;
  const { variant, deletionPolicy, removal, drift } = source.cluster.spec;
  return JSON.stringify([
    [variant, deletionPolicy, removal, drift, kubernetes],
    [...source.first],
    components.inside.map(({ name }) => name),
    workspaces.map(({ name, layer }) => [name, layer]),
  ]);
}

/** Parts of any cluster as those of one, with its own objects. */
function withOwnObjects(any: AnyParts, ingredients: Ingredients): OwnParts {
  const { components, workspaces } = ingredients;
  const own = new Map<string, PartObjects>(
    workspaces.map(part => [part.name, part]),
  );
  components.inside.forEach(({ name }, i) =>
    own.set(`components/${name}`, components.objects[i]),
  );
  const parts = any.parts.map(part => {
    const objects = own.get(part.name);
    return objects
      ? { ...part, ...withNamespace(part.namespace ?? [], objects) }
      : part;
  });
  const problems = parts.flatMap(part => {
    if (any.sound.has(part.built)) return [];
    const found = contentProblems(ingredients, part, any.parts);
    if (found.length === 0) any.sound.add(part.built);
    return found;
  });
  return { parts, problems: [...any.problems, ...problems] };
}

/** Problems of any cluster in the words of one. */
function told(problems: readonly Problem[], filling: Filling): Problem[] {
  return problems.map(problem => ({
    ...problem,
    message: filling.filled(problem.message),
    ...(problem.remedy !== undefined && {
      remedy: filling.filled(problem.remedy),
    }),
  }));
}

/**
 * Whether what was made for any cluster is what was made for this one, and would be for others: which objects there are
 * and in which order doesn't hang on the name, nor is anything told in the cluster's own file.
 */
function isOfAny(any: AnyParts, ingredients: Ingredients): boolean {
  const { source, filling } = ingredients;
  const own = ownParts(ingredients);
  const { problems } = withOwnObjects(any, ingredients);
  const sorted = (some: readonly Problem[]) =>
    sortProblems(told(some, filling));
  return (
    !any.parts.some(saysNameInKey) &&
    !problems.some(({ path }) => path === source.cluster.source.path) &&
    sameValue(sorted(problems), sorted(own.problems)) &&
    sameValue(any.parts.map(called(filling)), own.parts.map(called(filling)))
  );
}

function saysNameInKey({ built }: BuiltPart): boolean {
  return built.some(({ object }) => isStandIn(keyOf(object)));
}

/** A part without the objects of components and workspaces. */
function called(filling: Filling) {
  return ({ name, layer, dependsOn, built }: BuiltPart) => ({
    name,
    layer,
    dependsOn,
    ...(isOfEngine(name) && {
      objects: built.map(({ object }) => filling.object(object)),
    }),
  });
}
