import { schemaProblems } from '@flotilla/testbed';
import { parse, stringify } from 'yaml';
import { sampleFleet } from './__testUtils__/sampleFleet';
import { loadFleet } from './load/loadFleet';
import { formatProblem } from './problems';
import { renderCluster } from './render/cluster';

describe('the curated set', () => {
  const files = sampleFleet();
  const { fleet } = loadFleet(files);
  if (!fleet) throw new Error('the sample fleet has no fleet.yaml');
  const { components } = fleet;

  it('has what platform teams look for first, and two of a company’s own', () => {
    expect([...components.values()].map(c => c.metadata.name).sort()).toEqual(
      expect.arrayContaining([
        'acme-audit-forwarder',
        'acme-pos-sync',
        'aws-ebs-csi-driver',
        'aws-load-balancer-controller',
        'cert-manager',
        'cilium',
        'cluster-autoscaler',
        'external-dns',
        'flux',
        'fluent-bit',
        'grafana',
        'ingress-nginx',
        'kyverno',
        'loki',
        'metrics-server',
        'prometheus',
        'velero',
        'vsphere-csi',
      ]),
    );
  });

  it('says of every value what it is', () => {
    const untitled = [...components.values()].flatMap(({ metadata, spec }) =>
      Object.entries(leavesOf(spec.valuesSchema ?? {})).flatMap(
        ([pointer, schema]) =>
          'title' in schema ? [] : [`${metadata.name} ${pointer}`],
      ),
    );
    expect(untitled).toEqual([]);
  });

  /** Clusters of the sample by provider; one that runs nearly everything comes first. */
  const clusters = [...fleet.clusters.values()].reverse();
  const homeOf = (key: string) => {
    const allowed = components.get(key)?.spec.requires?.providers;
    return clusters.find(c => allowed?.includes(c.spec.provider) ?? true);
  };

  it.each([...components.keys()].filter(homeOf))(
    'renders in a cluster that adds it, and the API server would take it: %s',
    key => {
      const { metadata, spec } = components.get(key) ?? {};
      const name = homeOf(key)?.metadata.name;
      if (!metadata || !spec || !name) throw new Error(`no ${key}`);
      const wanted = [metadata.name, ...(spec.dependsOn ?? [])].map(one => ({
        name: one,
        version: [...components.values()].find(c => c.metadata.name === one)
          ?.spec.version,
      }));
      const { problems, parts } = render(name, wanted);
      expect(problems).toEqual([]);
      const part = parts.find(p => p.name === `components/${metadata.name}`);
      const objects = parts.flatMap(p => p.objects);
      const definitions = objects.filter(
        ({ kind }) => kind === 'CustomResourceDefinition',
      );
      expect(part?.objects.length).toBeGreaterThan(0);
      expect(
        part?.objects.flatMap(object => schemaProblems(object, definitions)),
      ).toEqual([]);
    },
  );

  function render(name: string, wanted: { name: string; version?: string }[]) {
    const path = `clusters/${name}/cluster.yaml`;
    const cluster = parse(files.get(path) ?? '');
    const known = new Set(
      (cluster.spec.components ?? []).map((c: { name: string }) => c.name),
    );
    cluster.spec.components = [
      ...(cluster.spec.components ?? []),
      ...wanted.filter(one => !known.has(one.name)),
    ];
    const changed = new Map([...files, [path, stringify(cluster)]]);
    const loaded = loadFleet(changed);
    if (!loaded.fleet) throw new Error('no fleet');
    const { problems, parts } = renderCluster(loaded.fleet, name, changed);
    return {
      parts,
      problems: [...loaded.problems, ...problems]
        .filter(problem => problem.severity === 'error')
        .map(formatProblem),
    };
  }
});

/** The values that a schema describes, without the maps around them. */
function leavesOf(
  schema: Record<string, unknown>,
  pointer = '',
): Record<string, Record<string, unknown>> {
  const properties = Object.entries(Object(schema.properties)) as [
    string,
    Record<string, unknown>,
  ][];
  if (properties.length === 0)
    return pointer === '' ? {} : { [pointer]: schema };
  return Object.assign(
    {},
    ...properties.map(([key, inner]) => leavesOf(inner, `${pointer}/${key}`)),
  );
}
