import { groupOf } from '@flotilla/drift';
import type { Problem } from '../problems';
import { definitionOf } from '../schema/definition';
import type { BuiltObject } from './built';

interface Version {
  name: string;
  served: boolean;
  deprecated: boolean;
}

/**
 * Custom resources in a version that their definition, where the same cluster gets it, doesn't serve or calls
 * deprecated.
 */
export function definitionProblems(built: readonly BuiltObject[]): Problem[] {
  const defined = new Map(built.flatMap(versionsOf));
  if (defined.size === 0) return [];
  return built.flatMap(object => {
    const { apiVersion, kind } = object.object;
    const versions = defined.get(`${groupOf(object.object)}/${kind}`);
    if (!versions) return [];
    const name = apiVersion.slice(apiVersion.indexOf('/') + 1);
    const version = versions.find(one => one.name === name);
    if (!version?.served) {
      return problemOf(
        object,
        'error',
        "isn't served by its definition",
        versions,
      );
    }
    return version.deprecated
      ? problemOf(
          object,
          'warning',
          'is deprecated by its definition',
          versions,
        )
      : [];
  });
}

function problemOf(
  { object, from }: BuiltObject,
  severity: Problem['severity'],
  what: string,
  versions: readonly Version[],
): Problem[] {
  const [origin] = from;
  if (!origin) return [];
  const group = groupOf(object);
  const good = versions
    .filter(({ served, deprecated }) => served && !deprecated)
    .map(({ name }) => `${group}/${name}`);
  return [
    {
      severity,
      path: origin.source.path,
      ...origin.source.positionOf(`${origin.pointer}/apiVersion`),
      message: `${object.kind} ${object.metadata.name}: ${object.apiVersion} ${what}`,
      ...(good.length > 0 && { remedy: `Write ${good.join(' or ')}.` }),
    },
  ];
}

/** The versions of a definition, by group and kind. */
function versionsOf({ object }: BuiltObject): [string, Version[]][] {
  const definition = definitionOf(object);
  if (!definition?.versions) return [];
  const read = definition.versions.map(version => ({
    name: String(version.name),
    served: version.served === true,
    deprecated: version.deprecated === true,
  }));
  return [[definition.key, read]];
}
