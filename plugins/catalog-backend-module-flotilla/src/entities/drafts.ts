import {
  ANNOTATION_CLUSTER,
  ANNOTATION_COMPONENT,
  ANNOTATION_MODEL,
  ANNOTATION_WORKSPACE,
  ENTITY_TYPE_CLUSTER,
  ENTITY_TYPE_COMPONENT,
  ENTITY_TYPE_MODEL,
  ENTITY_TYPE_WORKSPACE,
  InventoryCluster,
  InventoryComponent,
  InventoryModel,
  InventoryWorkspace,
} from '@flotilla/backstage-plugin-flotilla-common';
import { EntityDraft } from './EntityDraft';
import {
  componentEntityName,
  modelEntityName,
  workspaceEntityName,
} from './names';
import { KnownNames, References } from './References';

export function clusterDraft(
  cluster: InventoryCluster,
  known: KnownNames,
): EntityDraft {
  const { name, model, provider, managedBy, components } = cluster;
  const references = new References(known).model(model);
  components.forEach(component => references.component(component));
  if (managedBy) {
    references.cluster(managedBy);
  }
  return {
    name,
    type: ENTITY_TYPE_CLUSTER,
    description: `${model.name} ${model.version} on ${provider}`,
    path: cluster.path,
    owner: cluster.owner,
    labels: cluster.labels,
    annotations: {
      [ANNOTATION_CLUSTER]: name,
      [ANNOTATION_MODEL]: `${model.name}/${model.version}`,
    },
    dependsOn: references.names,
    problems: [...cluster.problems, ...references.problems],
  };
}

export function workspaceDraft(
  workspace: InventoryWorkspace,
  known: KnownNames,
): EntityDraft {
  const references = new References(known);
  workspace.clusters.forEach(cluster => references.cluster(cluster));
  return {
    name: workspaceEntityName(workspace.name),
    type: ENTITY_TYPE_WORKSPACE,
    description: `Workspace with ${listed('namespace', workspace.namespaces)}`,
    path: workspace.path,
    owner: workspace.owner,
    labels: workspace.labels,
    annotations: { [ANNOTATION_WORKSPACE]: workspace.name },
    dependsOn: references.names,
    problems: [...workspace.problems, ...references.problems],
  };
}

export function modelDraft(
  model: InventoryModel,
  known: KnownNames,
): EntityDraft {
  const { name, version, draft, description } = model;
  const references = new References(known);
  if (model.extends) {
    references.model(model.extends);
  }
  return {
    name: modelEntityName(model),
    type: ENTITY_TYPE_MODEL,
    description: `${description ?? name} (${version}${draft ? ', draft' : ''})`,
    path: model.path,
    owner: model.owner,
    annotations: { [ANNOTATION_MODEL]: `${name}/${version}` },
    dependsOn: references.names,
    problems: [...model.problems, ...references.problems],
  };
}

export function componentDraft(component: InventoryComponent): EntityDraft {
  const { name, version, provides } = component;
  return {
    name: componentEntityName(component),
    type: ENTITY_TYPE_COMPONENT,
    description: `${name} ${version}${
      provides.length > 0 ? `, provides ${provides.join(', ')}` : ''
    }`,
    path: component.path,
    owner: component.owner,
    annotations: { [ANNOTATION_COMPONENT]: `${name}/${version}` },
    problems: component.problems,
  };
}

function listed(what: string, names: readonly string[]): string {
  return `${names.length === 1 ? what : `${what}s`} ${names.join(', ')}`;
}
