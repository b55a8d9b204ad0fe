import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { schemaProblems } from '@flotilla/testbed';
import { sampleFleet } from '../../__testUtils__/sampleFleet';
import { loadFleet } from '../../load/loadFleet';
import type { FleetSources } from '../../load/sources';
import { formatProblem } from '../../problems';
import { renderCluster } from '../cluster';
import { engineRendered } from '../engineRendered';
import { engineOf } from './engineOf';

/** What must stay when it leaves Git. */
const PRECIOUS = [
  '/Namespace',
  '/PersistentVolumeClaim',
  'apiextensions.k8s.io/CustomResourceDefinition',
];

const KEPT = {
  Flux: ['kustomize.toolkit.fluxcd.io/prune', 'disabled'],
  ArgoCD: ['argocd.argoproj.io/sync-options', 'Prune=false,Delete=false'],
} as const;

function sample(engine: 'Flux' | 'ArgoCD'): FleetSources {
  const files = new Map(
    [...sampleFleet()].filter(([path]) => !path.startsWith('rendered/')),
  );
  const text = files.get('fleet.yaml') ?? '';
  files.set('fleet.yaml', text.replace('engine: Flux', `engine: ${engine}`));
  const { fleet, problems } = loadFleet(files);
  if (!fleet) throw new Error(problems.map(formatProblem).join('\n'));
  return fleet;
}

describe.each(['Flux', 'ArgoCD'] as const)('the sample fleet with %s', of => {
  const fleet = sample(of);
  const rendered = [...fleet.clusters.keys()].map(name => ({
    name,
    ...renderCluster(fleet, name),
  }));
  const all = rendered.flatMap(({ parts }) => parts.flatMap(p => p.objects));

  it('renders', () => {
    const errors = rendered
      .flatMap(({ problems }) => problems)
      .filter(({ severity }) => severity === 'error');
    expect(errors.map(formatProblem)).toEqual([]);
    expect(all.length).toBeGreaterThan(500);
  });

  it('keeps namespaces, claims and definitions whatever leaves Git', () => {
    const [annotation, value] = KEPT[of];
    const precious = all.filter(object =>
      PRECIOUS.includes(`${groupOf(object)}/${object.kind}`),
    );
    expect(new Set(precious.map(o => o.kind)).size).toBeGreaterThan(1);
    expect(
      precious.filter(o => o.metadata.annotations?.[annotation] !== value),
    ).toEqual([]);
  });

  it('speaks of no other engine', () => {
    const other = of === 'Flux' ? 'argoproj.io' : 'toolkit.fluxcd.io';
    const engines = all.filter(
      o =>
        groupOf(o).endsWith(other) ||
        Object.keys(o.metadata.annotations ?? {}).some(a => a.includes(other)),
    );
    expect(engines.map(describeObject)).toEqual([]);
  });

  it('takes every chart of the fleet, in the cluster and from outside', () => {
    const charts = [...fleet.components.values()].filter(
      ({ spec }) => spec.source.helm,
    );
    expect(charts.length).toBeGreaterThan(2);
    const engine = engineOf(fleet.fleet);
    const objects = charts.flatMap(definition => {
      const { helm } = definition.spec.source;
      return [
        ...engineRendered(fleet, definition, { replicas: 2 }).objects,
        ...engine.outsideChart({
          component: definition.metadata.name,
          namespace: 'tools',
          repository: helm?.repository ?? '',
          chart: helm?.chart ?? '',
          version: definition.spec.version,
          values: { replicas: 2 },
          child: 'prod',
          childNamespace: 'fleet-prod',
        }),
      ];
    });
    const found = objects.flatMap(object =>
      schemaProblems(object, []).map(p => `${describeObject(object)} ${p}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it("uses only what the engine's and Kubernetes' own schemas know", () => {
    const engines = rendered.flatMap(({ parts }) =>
      parts
        .filter(({ name }) => /^(gitops|bootstrap|workspaces)/.test(name))
        .flatMap(({ objects }) => objects),
    );
    const found = engines.flatMap(object =>
      schemaProblems(object, []).map(p => `${describeObject(object)} ${p}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });
});

function describeObject({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
}
