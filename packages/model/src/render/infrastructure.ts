import type { Composition } from '../compose/composition';
import { providerTitle } from '../compose/layers';
import type { FleetFiles } from '../files';
import { machineTemplatesOf } from '../load/manifests';
import type { Problem } from '../problems';
import type { BuiltObject } from './built';
import { mirrorAll, mirrorImages, mirrorsOf } from './images';
import { machineProblems } from './machineProblems';
import { nameTemplates } from './machineTemplates';
import { isImmutable } from './templateNames';
import { supersededTemplates } from './supersededTemplates';
import { INFRASTRUCTURE, partPath } from './part';
import { poolsWithGenerations } from './poolGenerations';
import { documentsIn } from './renderedDocuments';
import { supersededPools, supersededProblem } from './supersededPools';
import { fillTemplates } from './templates';

/**
 * The Cluster API objects of a cluster from its provider's templates.
 *
 * @param previous - files of the repository, with what was rendered last: templates and pools that machines may still
 *   use are kept from there
 */
export function renderInfrastructure(
  composition: Composition,
  previous: FleetFiles | undefined,
): { built: BuiltObject[]; problems: Problem[] } {
  const { fleet, cluster, ground, scope } = composition;
  const { provider } = ground;
  const read = machineTemplatesOf(fleet.files, provider);
  const templates = read.objects;
  const layer = providerTitle(provider);
  const { pools, problems } = poolsWithGenerations(templates, scope);
  const filled = fillTemplates(templates, scope, layer, pools);
  const path = partPath(cluster.metadata.name, INFRASTRUCTURE);
  const documents = documentsIn(previous?.get(path) ?? '');
  const former = supersededPools(
    { templates, scope, layer, pools, built: filled.built },
    documents,
  );
  // Before names are given: the hash in a template's name vouches for all of its content.
  const mirrors = mirrorsOf(fleet.fleet);
  const named = nameTemplates([
    ...mirrorAll(filled.built, mirrors),
    ...former.map(({ object }) => ({
      // Another image would make it another template than its pool has.
      object: isImmutable(object) ? object : mirrorImages(object, mirrors),
      from: [],
    })),
  ]);
  const superseded = supersededTemplates(named.templates, documents);
  const earlier = superseded.map(object => ({ object, from: [] }));
  const built = [...named.built, ...mirrorAll(earlier, mirrors)];
  return {
    built,
    problems: [
      ...read.problems,
      ...problems,
      ...filled.problems,
      ...machineProblems(composition, templates, {
        built,
        addressed: built,
        // As their provider calls them.
        unique: filled.built,
      }),
      // A template leaves with its pool.
      ...former
        .filter(({ object }) => !isImmutable(object))
        .map(({ object, document }) =>
          supersededProblem(path, object, document),
        ),
    ],
  };
}
