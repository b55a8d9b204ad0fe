import { sampleFleet } from '../__testUtils__/sampleFleet';
import { Filling } from './Filling';
import { renderAll } from './fleetRender';
import { atOnce } from '../steps';
import { HEADER, printPart } from './printedParts';
import { printYaml } from './yaml';

const finish = {
  mirrors: [],
  keeping: {
    keeps: () => false,
    annotated: (annotations: Readonly<Record<string, string>>) => annotations,
  },
};

function built(...names: string[]) {
  return names.map(name => ({
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } },
    from: [],
  }));
}

describe('the text of a part', () => {
  const { clusters, problems } = renderAll(sampleFleet());

  it('is that of its objects, however often they were printed before', () => {
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const { parts } of clusters.values()) {
      for (const { text, objects } of parts) {
        expect(text).toBe(HEADER + objects.map(printYaml).join('---\n'));
      }
    }
  });

  it.each(['web-1', '1234', 'on', 'null', '0x1f', 'a'])(
    'names the cluster %s, as YAML must write it',
    cluster => {
      const part = {
        name: 'components/web',
        layer: '',
        dependsOn: [],
        built: built('web', cluster),
      };
      // The first time as it is, then by what was kept of it.
      for (const other of ['x', 'y', cluster, cluster]) {
        const filling = new Filling(new Map([['cluster', other]]));
        const { text, objects } = atOnce(printPart(part, filling, finish));
        expect(objects[0].metadata.labels).toMatchObject({
          'flotilla.dev/cluster': other,
        });
        expect(text).toBe(HEADER + objects.map(printYaml).join('---\n'));
      }
    },
  );
});
