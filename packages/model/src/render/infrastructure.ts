import type { Composition } from '../compose/composition';
import { manifestsBeside } from '../load/manifests';
import type { Problem } from '../problems';
import type { BuiltObject } from './built';
import { mirrorImages, mirrorsOf } from './images';
import { nameTemplates } from './machineTemplates';
import { supersededTemplates } from './supersededTemplates';
import { fillTemplates } from './templates';

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
  const superseded = supersededTemplates(named.templates, previous);
  return {
    built: [
      ...named.built,
      ...superseded.map(object => ({ object, from: [] })),
    ],
    problems: [...templates.problems, ...filled.problems],
  };
}
