import { objectKey, objectRef } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { compose } from '../compose/compose';
import type { Composition, PlacedComponent } from '../compose/composition';
import type { FleetFiles } from '../files';
import type { FleetSources } from '../load/sources';
import { compareText, hasErrors, sortProblems } from '../problems';
import type { Problem } from '../problems';
import { isKubeObject } from '../source/manifests';
import { apiProblems } from './apiProblems';
import { renderBootstrap } from './bootstrap';
import { withCommonMetadata } from './built';
import type { BuiltObject, BuiltPart } from './built';
import { patchFromCluster, renderComponent } from './component';
import { renderGitops } from './gitops';
import { mirrorImages, mirrorsOf } from './images';
import { renderInfrastructure } from './infrastructure';
import { inOrder } from './kindOrder';
import { componentNamespaces } from './namespaces';
import { objectProblems } from './objectProblems';
import type { RenderedPart } from './part';
import { printResolved } from './resolved';
import { renderWorkspace } from './workspace';
import { printYaml } from './yaml';

/** What rendering a cluster gives. @public */
export interface RenderedCluster {
  /** Every file below `rendered/<cluster>/`; empty where there are errors. */
  files: Map<string, string>;
  parts: RenderedPart[];
  problems: Problem[];
}

const HEADER =
  '# Rendered by flotilla. Change what it is rendered from: an edit here is overwritten.\n';

/**
 * Renders one cluster. The same sources give the same bytes, always; with errors nothing is
 * rendered, so that a cluster never gets half of what was meant.
 *
 * @param previous - files of the repository as they are, with `rendered/`: machine templates that
 *   are still in use are kept from there
 * @public
 */
export function renderCluster(
  fleet: FleetSources,
  cluster: string,
  previous?: FleetFiles,
): RenderedCluster {
  const { composition, problems } = compose(fleet, cluster);
  if (!composition || hasErrors(problems)) {
    return { files: new Map(), parts: [], problems };
  }
  const built = buildParts(composition, previous);
  const all = sortProblems([...problems, ...built.problems]);
  if (hasErrors(all)) return { files: new Map(), parts: [], problems: all };
  const parts = built.parts.map(part => printPart(part, cluster));
  const files = new Map(parts.map(part => [part.path, part.text]));
  files.set(
    `rendered/${cluster}/resolved.yaml`,
    HEADER + printResolved(composition.composed),
  );
  return { files: sortedFiles(files), parts, problems: all };
}

/** Every part of a composed cluster as objects with what they were built from. */
export function buildParts(
  composition: Composition,
  previous?: FleetFiles,
): { parts: BuiltPart[]; problems: Problem[] } {
  const { cluster, ground, composed } = composition;
  const { name } = cluster.metadata;
  const { provider } = ground;
  const infrastructure = renderInfrastructure(
    composition,
    previous?.get(`rendered/${name}/infrastructure/manifests.yaml`),
  );
  const leaving = composed.lifecycle === 'Decommissioning';
  const components = leaving
    ? { parts: [], problems: [] }
    : buildComponents(composition);
  const workspaces = leaving ? [] : buildWorkspaces(composition);
  const applied = [...components.parts, ...workspaces];
  const gitops = plain(
    'gitops',
    'applies the parts',
    renderGitops(composition, applied),
    composition,
  );
  const bootstrap = plain(
    'bootstrap',
    'engine and agent',
    renderBootstrap(composition),
    composition,
  );
  const own = [bootstrap, gitops, ...applied];
  const parts = own.map(part => finished(part, composition));
  if (infrastructure.built.length > 0) {
    const layer = `provider ${provider.metadata.name} ${provider.spec.version}`;
    const part = {
      name: 'infrastructure',
      layer,
      dependsOn: [],
      built: infrastructure.built,
    };
    parts.unshift(finished(part, composition));
  }
  const problems = [
    ...infrastructure.problems,
    ...components.problems,
    ...objectProblems(cluster, own, infrastructure.built),
    ...apiProblems(
      own.flatMap(part => part.built),
      composed.kubernetes?.version ?? composed.kubernetes?.minor,
    ),
    // These are applied to managedBy, of whose version this cluster's model says nothing.
    ...apiProblems(infrastructure.built, undefined),
  ];
  return { parts, problems };
}

function buildComponents(composition: Composition): {
  parts: BuiltPart[];
  problems: Problem[];
} {
  const objects = new Map<PlacedComponent, BuiltObject[]>();
  const problems: Problem[] = [];
  for (const component of composition.components) {
    const rendered = renderComponent(composition, component);
    objects.set(component, rendered.built);
    problems.push(...rendered.problems);
  }
  problems.push(...patchFromCluster(composition, objects));
  const namespaces = componentNamespaces(composition, objects);
  const parts = composition.components.map(component => {
    const extra = namespaces.get(component.name);
    return {
      name: `components/${component.name}`,
      layer: component.layer,
      dependsOn: [...new Set([...component.dependsOn, ...(extra?.after ?? [])])]
        .sort(compareText)
        .map(other => `components/${other}`),
      built: [...(extra?.objects ?? []), ...(objects.get(component) ?? [])],
    };
  });
  return { parts, problems };
}

function buildWorkspaces(composition: Composition): BuiltPart[] {
  return composition.workspaces.map(placed => ({
    name: `workspaces/${placed.workspace.metadata.name}`,
    layer: placed.layer,
    dependsOn: [],
    built: renderWorkspace(composition.fleet, placed),
  }));
}

function plain(
  name: string,
  layer: string,
  objects: readonly KubeObject[],
  { cluster }: Composition,
): BuiltPart {
  const from = [
    {
      layer: `cluster ${cluster.metadata.name}`,
      source: cluster.source,
      pointer: '',
      at: '',
      value: {},
    },
  ];
  return {
    name,
    layer,
    dependsOn: [],
    built: objects.map(object => ({ object, from })),
  };
}

/** Mirrors and common labels, the last things that happen to an object. */
function finished(part: BuiltPart, { fleet, cluster }: Composition): BuiltPart {
  const mirrors = mirrorsOf(fleet.fleet);
  const { name } = cluster.metadata;
  const built = part.built.map(({ object, from }) => {
    const labelled = withCommonMetadata(
      object,
      object.metadata.labels?.['flotilla.dev/cluster'] ?? name,
    );
    const result = mirrorImages(labelled, mirrors);
    return { object: isKubeObject(result) ? result : labelled, from };
  });
  return { ...part, built };
}

function printPart(part: BuiltPart, cluster: string): RenderedPart {
  const objects = inOrder(part.built.map(({ object }) => object));
  return {
    name: part.name,
    path: `rendered/${cluster}/${part.name}/manifests.yaml`,
    text: HEADER + objects.map(printYaml).join('---\n'),
    objects,
    layer: part.layer,
  };
}

function sortedFiles(files: Map<string, string>): Map<string, string> {
  return new Map([...files].sort(([a], [b]) => compareText(a, b)));
}

/** The key of a built object among all objects of a cluster. */
export function builtKey({ object }: BuiltObject): string {
  return objectKey(objectRef(object));
}
