import type { KubeObject } from '@flotilla/drift';
import type { Composition, PlacedComponent } from '../compose/composition';
import { machineNamespace } from '../compose/machineNamespace';
import type { Component } from '../kinds';
import { folderBeside } from '../load/layout';
import type { FleetSources, Sourced } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import type { Engine } from './engine/Engine';
import { engineOf } from './engine/engineOf';
import { installerObjects, installerOf } from './engine/installer';

type HelmSource = NonNullable<Component['spec']['source']['helm']>;

/** A component whose objects only the engine knows: what makes the engine render them in the cluster. */
export function engineRendered(
  fleet: FleetSources,
  definition: Sourced<Component>,
  values: Record<string, unknown>,
): { objects: KubeObject[]; problems: Problem[] } {
  const { helm, kustomize } = definition.spec.source;
  return helm
    ? chartObjects(fleet, definition, helm, values)
    : {
        objects: folderObjects(fleet, definition, kustomize?.path ?? '.'),
        problems: [],
      };
}

/** Composed values land in the release; it's installed by a service account of its own. */
function chartObjects(
  fleet: FleetSources,
  definition: Sourced<Component>,
  helm: HelmSource,
  values: Record<string, unknown>,
): { objects: KubeObject[]; problems: Problem[] } {
  const { name: component } = definition.metadata;
  const namespace = definition.spec.namespace ?? component;
  const role = helm.role === undefined ? undefined : fleet.roles.get(helm.role);
  const { repository, chart, version, valuesFrom } = helm;
  const engine = engineOf(fleet.fleet);
  const objects = [
    // Gone at the same time as the release, it couldn't uninstall it: the engine then leaves all of it behind.
    ...installerObjects(component, namespace, role).map(object =>
      keptBy(engine, object),
    ),
    ...engine.chart({
      component,
      namespace,
      repository,
      chart,
      version,
      values,
      valuesFrom,
      installer: installerOf(component),
    }),
  ];
  return { objects, problems: chartProblems(fleet, definition, helm) };
}

function keptBy(engine: Engine, object: KubeObject): KubeObject {
  const { annotations = {} } = object.metadata;
  return {
    ...object,
    metadata: { ...object.metadata, annotations: engine.kept(annotations) },
  };
}

function chartProblems(
  { fleet }: FleetSources,
  { source }: Sourced<Component>,
  { valuesFrom = [] }: HelmSource,
): Problem[] {
  const to = new Complaints(source);
  if (fleet.spec.engine === 'ArgoCD' && valuesFrom.length > 0) {
    to.add(
      '/spec/source/helm/valuesFrom',
      "Argo CD can't read a chart's values from the cluster",
      {
        remedy:
          'Give the chart the name of a Secret that is in the cluster, where it takes one, or vendor it with flotilla component vendor.',
      },
    );
  }
  return to.problems;
}

/** A folder that the engine's own kustomize builds. */
function folderObjects(
  { fleet }: FleetSources,
  { metadata, spec, source }: Sourced<Component>,
  folder: string,
): KubeObject[] {
  return engineOf(fleet).folder({
    component: metadata.name,
    namespace: spec.namespace,
    path: folderBeside(source.path, folder) ?? '',
  });
}

/** What makes the engine of a cluster's manager install a chart in it. */
export function outsideChart(
  { fleet: { fleet }, cluster }: Composition,
  { definition, values }: PlacedComponent,
): KubeObject[] {
  const { helm } = definition.spec.source;
  if (!helm) return [];
  const component = definition.metadata.name;
  const child = cluster.metadata.name;
  const { repository, chart, version, valuesFrom } = helm;
  return engineOf(fleet).outsideChart({
    component,
    namespace: definition.spec.namespace ?? component,
    repository,
    chart,
    version,
    values,
    valuesFrom,
    child,
    childNamespace: machineNamespace(child),
  });
}
