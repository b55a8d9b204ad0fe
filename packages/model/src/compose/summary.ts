import { capabilitiesOf } from './capabilities';
import type { Composition } from './composition';
import type { ComposedCluster, ComposedComponent } from './composed';

/** A composition as others read it: values without the sources behind them. */
export function summaryOf(
  parts: Omit<Composition, 'composed'>,
): ComposedCluster {
  const { cluster, ground, variables, shape, layers } = parts;
  const { owner, variant, managedBy, lifecycle, patches } = cluster.spec;
  const { model, provider } = ground;
  const capabilities = capabilitiesOf(ground, layers, shape).names;
  return {
    name: cluster.metadata.name,
    owner,
    labels: cluster.metadata.labels ?? {},
    model: { name: model.metadata.name, version: model.spec.version },
    ...(variant !== undefined && { variant }),
    provider: {
      name: provider.metadata.name,
      version: provider.spec.version,
      controlPlane: provider.spec.controlPlane,
    },
    ...(managedBy !== undefined && { managedBy }),
    lifecycle: lifecycle ?? 'Active',
    variables: variables.values,
    cluster: shape.shape,
    ignored: shape.ignored,
    ...(shape.kubernetes && { kubernetes: shape.kubernetes }),
    capabilities,
    components: parts.components.map(
      (component): ComposedComponent => ({
        name: component.name,
        version: component.definition.spec.version,
        required: component.state.lock !== undefined,
        patchable: component.state.patchable,
        layer: component.layer,
        values: component.values,
        provides: (component.definition.spec.provides ?? []).filter(c =>
          capabilities.includes(c),
        ),
        dependsOn: component.dependsOn,
      }),
    ),
    workspaces: parts.workspaces.map(({ workspace, layer }) => ({
      name: workspace.metadata.name,
      layer,
      namespaces: workspace.spec.namespaces.map(({ name }) => name),
    })),
    patches: patches ?? [],
  };
}
