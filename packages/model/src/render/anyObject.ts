import type { Scope } from '../expressions/scope';
import { readsOf } from '../expressions/reads';
import type { Composition } from '../compose/composition';
import { ByIdentity } from '../memory/ByIdentity';
import type { ManifestObject } from '../source/manifests';
import { ANY_CLUSTER, isStandIn } from './anyCluster';
import { anyScopeOf, handsOnName } from './anyScope';
import { apiProblems } from './apiProblems';
import type { BuiltObject } from './built';
import { fieldProblems } from './fieldProblems';
import { mirrorHangsOnName, namesField } from './hangsOnName';
import { mirrorImages, mirrorsOf } from './images';
import { infrastructureProblems } from './objectProblems';
import { isImmutable } from './templateNames';
import { fillTemplates } from './templates';
import type { Pool } from './templates';

/** What a template gave for a cluster of any name: one object, or none where its condition doesn't hold. */
export interface AnyObject {
  built?: BuiltObject;
  /** Whether another name would do more than take its place, or something is wrong: then it is made for each cluster. */
  isParticular: boolean;
}

/** A template on thousands of clusters has few different inputs; the bound is for the odd one that hasn't. */
const MAX_INPUTS = 5000;

const remembered = new ByIdentity<AnyObject>();

/** What a template gives, once for all clusters on which its expressions read the same, whatever they are called. */
export function anyObject(
  composition: Composition,
  template: ManifestObject,
  pool?: Pool,
): AnyObject {
  const { fleet, ground } = composition;
  const scope = anyScopeOf(composition.scope);
  const inner = pool ? { ...scope, pool } : scope;
  const input = readsOf(template.object).of(inner);
  const results = remembered.results([fleet, ground.provider, template]);
  const known = results.get(input);
  if (known) return known;
  const made = makeAny(composition, template, scope, inner);
  if (results.size >= MAX_INPUTS) results.clear();
  results.set(input, made);
  return made;
}

const PARTICULAR: AnyObject = { isParticular: true };

function makeAny(
  composition: Composition,
  template: ManifestObject,
  scope: Scope,
  inner: Scope & { pool?: Pool },
): AnyObject {
  if (!handsOnName(template.object, inner)) return PARTICULAR;
  const pools = inner.pool ? [inner.pool] : [];
  const { built, problems } = fillTemplates([template], scope, '', pools);
  if (problems.length > 0) return PARTICULAR;
  const [one] = built;
  if (!one) return { isParticular: false };
  const mirrors = mirrorsOf(composition.fleet.fleet);
  const mirrored = { ...one, object: mirrorImages(one.object, mirrors) };
  const isAny =
    !namesField(one.object) &&
    !mirrorHangsOnName(one.object, mirrors) &&
    // Other objects are judged by a definition.
    one.object.kind !== 'CustomResourceDefinition' &&
    (!isImmutable(one.object) || startsWithName(one.object.metadata.name)) &&
    isSound(composition, mirrored);
  return isAny ? { built: mirrored, isParticular: false } : PARTICULAR;
}

/** Whether a text is a cluster's name and what makes it another one: different on each cluster, as others are. */
export function startsWithName(text: string): boolean {
  return (
    text.startsWith(ANY_CLUSTER) &&
    !text.includes('\n') &&
    !isStandIn(text.slice(ANY_CLUSTER.length))
  );
}

/** Whether nothing is wrong in an object, but for what is of the cluster itself or among others. */
function isSound(
  { fleet, cluster, composed: { kubernetes } }: Composition,
  one: BuiltObject,
): boolean {
  const any = { ...cluster, metadata: { name: ANY_CLUSTER } };
  return [
    infrastructureProblems(any, [one]),
    fieldProblems({ fleet, kubernetes }, [one], [one]),
    apiProblems([one], undefined),
  ].every(problems => problems.length === 0);
}
