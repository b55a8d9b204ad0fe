import type {
  Cluster,
  Component,
  ComponentEntry,
  Model,
  Policy,
  Provider,
  Rollout,
  Variant,
  Workspace,
} from '../kinds';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import { suggestion } from '../source/suggest';
import { schemaProblems, variableProblems } from '../compose/variableSchema';
import { componentFileProblems, providerFileProblems } from './folders';
import { lineageOf } from './lineage';
import { Names } from './names';
import {
  draftProblems,
  requiredRangeProblems,
  upgradeProblems,
} from './ranges';
import { settingProblems } from './settings';
import type { FleetSources, Sourced } from './sources';
import { versionKey } from './sources';

/** Definitions by table, as they are loaded. */
export type Definitions = Pick<
  FleetSources,
  | 'providers'
  | 'models'
  | 'components'
  | 'clusters'
  | 'workspaces'
  | 'policies'
  | 'rollouts'
>;

/**
 * What definitions say of each other: every name that isn't there, every cycle, every twice-given
 * name.
 *
 * @param faulty - what is left of definitions with errors: their names are checked all the same
 */
export function referenceProblems(
  fleet: FleetSources,
  faulty: Definitions,
): Problem[] {
  const names = new Names(fleet);
  return [fleet, faulty].flatMap(
    ({
      providers,
      models,
      components,
      clusters,
      workspaces,
      policies,
      rollouts,
    }) => [
      ...[...providers.values()].flatMap(p => providerProblems(names, p)),
      ...[...models.values()].flatMap(m => modelProblems(names, m)),
      ...[...components.values()].flatMap(c => componentProblems(names, c)),
      ...[...clusters.values()].flatMap(c => clusterProblems(names, c)),
      ...[...workspaces.values()].flatMap(w => workspaceProblems(names, w)),
      ...[...policies.values()].flatMap(p => policyProblems(names, p)),
      ...[...rollouts.values()].flatMap(r => rolloutProblems(names, r)),
    ],
  );
}

/** Names that stand twice in one list. */
function twice(
  to: Complaints,
  list: readonly { name: string }[] | undefined,
  pointer: string,
): void {
  const seen = new Set<string>();
  (list ?? []).forEach(({ name }, i) => {
    if (seen.has(name)) {
      to.add(`${pointer}/${i}/name`, `${name} stands twice in this list`, {
        remedy: 'Keep one of them.',
      });
    }
    seen.add(name);
  });
}

function providerProblems(
  names: Names,
  provider: Sourced<Provider>,
): Problem[] {
  const to = new Complaints(provider.source);
  const { spec } = provider;
  twice(to, spec.variables, '/spec/variables');
  variableProblems(to, spec.variables, '/spec/variables');
  for (const [capability, ref] of Object.entries(spec.capabilities ?? {})) {
    const pointer = `/spec/capabilities/${capability}`;
    names.versioned(to, 'components', ref, pointer);
    const component = names.fleet.components.get(versionKey(ref));
    if (component && !component.spec.provides?.includes(capability)) {
      to.add(
        pointer,
        `${ref.name} ${ref.version} doesn't provide ${capability}`,
        {
          remedy: `Its provides is [${(component.spec.provides ?? []).join(
            ', ',
          )}].`,
        },
      );
    }
  }
  if (spec.controlPlane !== 'None' && !spec.infrastructure) {
    to.add('/spec', 'infrastructure is missing', {
      remedy:
        'Name the folder with its Cluster API objects, or set controlPlane: None.',
    });
  }
  providerFileProblems(to, names.fleet.files, provider);
  return to.problems;
}

function modelProblems(names: Names, model: Sourced<Model>): Problem[] {
  const to = new Complaints(model.source);
  const { spec } = model;
  const lineage = lineageOf(names.fleet, model);
  if ('broken' in lineage && lineage.broken === 'cycle') {
    to.add(
      '/spec/extends',
      `models extend each other in a circle: ${lineage.cycle.join(' → ')}`,
    );
  } else if (spec.extends) {
    names.versioned(to, 'models', spec.extends, '/spec/extends');
  }
  (spec.providers ?? []).forEach((ref, i) =>
    names.versioned(to, 'providers', ref, `/spec/providers/${i}`),
  );
  twice(to, spec.providers, '/spec/providers');
  twice(to, spec.variables, '/spec/variables');
  variableProblems(to, spec.variables, '/spec/variables');
  twice(to, spec.variants, '/spec/variants');
  settingProblems(names.fleet, model, to);
  upgradeProblems(model, to);
  draftProblems(names.fleet, model, to);
  layerProblems(names, to, spec, '/spec');
  (spec.variants ?? []).forEach((variant, i) =>
    layerProblems(names, to, variant, `/spec/variants/${i}`),
  );
  return to.problems;
}

function layerProblems(
  names: Names,
  to: Complaints,
  layer: Model['spec'] | Variant,
  pointer: string,
): void {
  twice(to, layer.cluster?.workerPools ?? [], `${pointer}/cluster/workerPools`);
  entryProblems(names, to, layer.components, `${pointer}/components`);
  names.access(to, layer.access, `${pointer}/access`);
  (layer.workspaces ?? []).forEach((name, i) =>
    names.plain(to, 'workspaces', name, `${pointer}/workspaces/${i}`),
  );
}

function entryProblems(
  names: Names,
  to: Complaints,
  entries: ComponentEntry[] | undefined,
  pointer: string,
): void {
  twice(to, entries, pointer);
  (entries ?? []).forEach((entry, i) => {
    const { name, version, required, overridable, enabled } = entry;
    const at = `${pointer}/${i}`;
    if (version) names.versioned(to, 'components', { name, version }, at);
    else names.unversioned(to, 'components', name, `${at}/name`);
    if (required && enabled === false) {
      to.add(`${at}/enabled`, `${name} can't be required and disabled`);
    }
    if (overridable && !required) {
      to.warn(
        `${at}/overridable`,
        'overridable says nothing here: the component is not required',
      );
    }
  });
}

function componentProblems(
  names: Names,
  component: Sourced<Component>,
): Problem[] {
  const to = new Complaints(component.source);
  (component.spec.dependsOn ?? []).forEach((name, i) => {
    const pointer = `/spec/dependsOn/${i}`;
    if (name === component.metadata.name) {
      to.add(pointer, `${name} can't depend on itself`);
    } else {
      names.unversioned(to, 'components', name, pointer);
    }
  });
  const role = component.spec.source.helm?.role;
  if (role !== undefined) {
    names.plain(to, 'roles', role, '/spec/source/helm/role');
  }
  const { valuesSchema } = component.spec;
  if (valuesSchema) {
    schemaProblems(to, valuesSchema, '/spec/valuesSchema', {
      keyword: 'valuesSchema',
      of: component.metadata.name,
    });
  }
  requiredRangeProblems(component, to);
  componentFileProblems(to, names.fleet.files, component);
  return to.problems;
}

/** Its objects on the manager stand in the namespace `fleet-<name>`, and a namespace has 63 characters at most. */
const LONGEST_MANAGED_NAME = 63 - 'fleet-'.length;

function clusterProblems(names: Names, cluster: Sourced<Cluster>): Problem[] {
  const to = new Complaints(cluster.source);
  const { spec, metadata } = cluster;
  names.versioned(to, 'models', spec.model, '/spec/model');
  names.unversioned(to, 'providers', spec.provider, '/spec/provider');
  if (spec.managedBy === metadata.name) {
    to.add('/spec/managedBy', "a cluster can't manage itself");
  } else if (spec.managedBy !== undefined) {
    names.plain(to, 'clusters', spec.managedBy, '/spec/managedBy');
  }
  if (spec.managedBy && metadata.name.length > LONGEST_MANAGED_NAME) {
    to.add(
      '/metadata/name',
      `the name of a cluster that another manages has ${LONGEST_MANAGED_NAME} characters at most, this one ${metadata.name.length}`,
      { remedy: 'Its machines stand in the namespace fleet-<name> there.' },
    );
  }
  entryProblems(names, to, spec.components, '/spec/components');
  return to.problems;
}

function workspaceProblems(
  names: Names,
  workspace: Sourced<Workspace>,
): Problem[] {
  const to = new Complaints(workspace.source);
  const { spec } = workspace;
  if (spec.clusters && 'names' in spec.clusters) {
    spec.clusters.names.forEach((name, i) =>
      names.plain(to, 'clusters', name, `/spec/clusters/names/${i}`),
    );
  }
  twice(to, spec.namespaces, '/spec/namespaces');
  names.access(to, spec.access, '/spec/access');
  if (spec.deployer) {
    names.plain(to, 'roles', spec.deployer.role, '/spec/deployer/role');
  }
  if (spec.source && !spec.deployer) {
    to.add('/spec/source', 'a source needs a deployer: what it may do', {
      remedy: 'Add deployer: {role: …} with a role of scope Namespace.',
    });
  }
  return to.problems;
}

function policyProblems(names: Names, policy: Sourced<Policy>): Problem[] {
  const to = new Complaints(policy.source);
  const known = (names.fleet.fleet.spec.roles ?? []).map(({ name }) => name);
  const check = (role: string, pointer: string) => {
    if (known.includes(role)) return;
    to.add(pointer, `there is no role ${role} in fleet.yaml`, {
      remedy: suggestion(role, known),
    });
  };
  (policy.spec.exclude?.roles ?? []).forEach((role, i) =>
    check(role, `/spec/exclude/roles/${i}`),
  );
  (policy.spec.require?.approvals ?? []).forEach(({ role }, i) =>
    check(role, `/spec/require/approvals/${i}/role`),
  );
  return to.problems;
}

function rolloutProblems(names: Names, rollout: Sourced<Rollout>): Problem[] {
  const to = new Complaints(rollout.source);
  names.versioned(to, 'models', rollout.spec.model, '/spec/model');
  twice(to, rollout.spec.stages, '/spec/stages');
  return to.problems;
}
