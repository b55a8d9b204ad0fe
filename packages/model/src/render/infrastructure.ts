import type { KubeObject } from '@flotilla/drift';
import type { Composition } from '../compose/composition';
import { manifestsBeside } from '../load/manifests';
import type { Problem } from '../problems';
import { isKubeObject, readManifests } from '../source/manifests';
import { isRecord } from '../source/pointer';
import { groupOf, mapMaps } from './built';
import type { BuiltObject } from './built';
import { shortHash } from './hash';
import { mirrorImages, mirrorsOf } from './images';
import { fillTemplates } from './templates';

/** Marks a machine template that newer machines no longer use, with the name of the one they do. */
const SUPERSEDED = 'flotilla.dev/superseded-by';

/**
 * The Cluster API objects of a cluster from its provider's templates.
 *
 * @param previous - the part as it was rendered before: a template that machines may still use is
 *   kept from it
 */
export function renderInfrastructure(
  { fleet, ground: { provider }, scope }: Composition,
  previous: string | undefined,
): { built: BuiltObject[]; problems: Problem[] } {
  const folder = provider.spec.infrastructure?.manifests;
  if (folder === undefined) return { built: [], problems: [] };
  const templates = manifestsBeside(fleet.files, provider.source.path, folder);
  const layer = `provider ${provider.metadata.name} ${provider.spec.version}`;
  const filled = fillTemplates(templates.objects, scope, layer);
  // Before names are given: the hash in a template's name vouches for all of its content.
  const mirrors = mirrorsOf(fleet.fleet);
  const named = nameTemplates(
    filled.built.map(({ object, from }) => ({
      object: mirrorImages(object, mirrors),
      from,
    })),
  );
  return {
    built: [...named.built, ...supersededTemplates(named.names, previous)],
    problems: [...templates.problems, ...filled.problems],
  };
}

/** Kinds that Cluster API forbids to change: a new version of one is a new object. */
function isImmutable(object: KubeObject): boolean {
  return (
    /(Machine|Config)Template$/.test(object.kind) &&
    groupOf(object).endsWith('cluster.x-k8s.io')
  );
}

/** Puts the hash of each machine template into its name and into the references to it. */
function nameTemplates(built: readonly BuiltObject[]): {
  built: BuiltObject[];
  names: Map<string, string>;
} {
  const names = new Map<string, string>();
  for (const { object } of built) {
    if (!isImmutable(object)) continue;
    const { name } = object.metadata;
    names.set(`${object.kind}/${name}`, `${name}-${shortHash(object.spec)}`);
  }
  if (names.size === 0) return { built: [...built], names };
  const renamed = built.map(({ object, from }) => {
    const own = names.get(`${object.kind}/${object.metadata.name}`);
    const pointed = mapMaps(object, map => withNewName(map, names));
    const result = isKubeObject(pointed) ? pointed : object;
    return {
      object: own
        ? { ...result, metadata: { ...result.metadata, name: own } }
        : result,
      from,
    };
  });
  return { built: renamed, names };
}

/** A reference (a map with `kind` and `name`) to a renamed template. */
function withNewName(
  map: Record<string, unknown>,
  names: ReadonlyMap<string, string>,
): Record<string, unknown> {
  if (typeof map.kind !== 'string' || typeof map.name !== 'string') return map;
  const renamed = names.get(`${map.kind}/${map.name}`);
  return renamed ? { ...map, name: renamed } : map;
}

/**
 * Templates of the previous render that this one replaces. Machines are rolled over one by one and
 * the old ones still name the old template, so one generation back stays.
 */
function supersededTemplates(
  names: ReadonlyMap<string, string>,
  previous: string | undefined,
): BuiltObject[] {
  if (previous === undefined || names.size === 0) return [];
  const before = readManifests('previous', previous).objects.map(o => o.object);
  return [...names].flatMap(([key, name]) => {
    const slash = key.indexOf('/');
    const generations = before.filter(
      object =>
        object.kind === key.slice(0, slash) &&
        object.metadata.name !== name &&
        isGenerationOf(object, key.slice(slash + 1)),
    );
    const current = generations.find(
      o => !o.metadata.annotations?.[SUPERSEDED],
    );
    const kept =
      current ??
      generations.find(o => o.metadata.annotations?.[SUPERSEDED] === name);
    return kept ? [{ object: supersededBy(kept, name), from: [] }] : [];
  });
}

/** The hash in the name vouches for the content: nothing else can be smuggled in as an old template. */
function isGenerationOf(object: KubeObject, baseName: string): boolean {
  return (
    isRecord(object.spec) &&
    object.metadata.name === `${baseName}-${shortHash(object.spec)}`
  );
}

function supersededBy(object: KubeObject, name: string): KubeObject {
  const { annotations, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      annotations: { ...annotations, [SUPERSEDED]: name },
    },
  };
}
