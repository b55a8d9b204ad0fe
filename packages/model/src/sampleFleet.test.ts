import { schemaProblems } from '@flotilla/testbed';
import { sampleFleet } from './__testUtils__/sampleFleet';
import { loadFleet } from './load/loadFleet';
import { formatProblem } from './problems';
import { renderCluster } from './render/cluster';
import { checkRendered, renderFleet } from './render/fleet';

/** Kinds that no definition beside them describes (`group/version/Kind`), with why they are there all the same. */
const UNDESCRIBED: Record<string, string> = {};
const excused = Object.keys(UNDESCRIBED).map(kind => `no schema for ${kind}`);

describe('the sample fleet', () => {
  const files = sampleFleet();
  const { fleet, problems } = loadFleet(files);
  if (!fleet) throw new Error('the sample fleet has no fleet.yaml');

  it('is sound, and what is committed is what rendering gives', () => {
    expect(problems.map(formatProblem)).toEqual([]);
    expect(renderFleet(fleet, files).problems.map(formatProblem)).toEqual([]);
    expect(checkRendered(fleet, files)).toEqual([]);
  });

  it.each([...fleet.clusters.keys()])(
    'renders only what the API server would take: %s',
    name => {
      const { parts } = renderCluster(fleet, name, files);
      const objects = parts.flatMap(part => part.objects);
      const definitions = objects.filter(
        ({ kind }) => kind === 'CustomResourceDefinition',
      );
      const found = objects.flatMap(object =>
        schemaProblems(object, definitions)
          .filter(problem => !excused.includes(problem))
          .map(p => `${object.kind} ${object.metadata.name} ${p}`),
      );
      expect(found).toEqual([]);
    },
  );
});
