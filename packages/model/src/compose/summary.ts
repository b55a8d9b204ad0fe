import { ByIdentity } from '../memory/ByIdentity';
import type { Composition } from './composition';
import type { ComposedCluster, ComposedComponent } from './composed';

/** A composition as others read it: values without the sources behind them. */
export function summaryOf(
  parts: Omit<Composition, 'composed'>,
): ComposedCluster {
  const { cluster, ground, variables, shape } = parts;
  const { capabilities } = parts.placement;
  const { owner, variant, managedBy, lifecycle, patches } = cluster.spec;
  const { model, provider } = ground;
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
    capabilities: [...capabilities],
    components: componentsIn(parts),
    workspaces: parts.workspaces.map(({ workspace, layer }) => ({
      name: workspace.metadata.name,
      layer,
      namespaces: workspace.spec.namespaces.map(({ name }) => name),
    })),
    patches: patches ?? [],
  };
}

const summaries = new ByIdentity<ComposedComponent[]>();
const known = new ByIdentity<ComposedComponent>();

/** The very same list for the same components. */
function componentsIn({
  placement,
  components,
}: Pick<Composition, 'placement' | 'components'>): ComposedComponent[] {
  const { capabilities } = placement;
  return summaries.of([placement, components], '', () =>
    components.map((component, i) =>
      known.of([placement.components[i], component.values], '', () => ({
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
      })),
    ),
  );
}
