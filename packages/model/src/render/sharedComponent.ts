import type { PlacedComponent } from '../compose/composition';
import { writtenValues } from '../compose/values';
import { readsOf } from '../expressions/reads';
import { evaluateRemembered } from '../expressions/remembered';
import type { Scope } from '../expressions/scope';
import { manifestsBeside } from '../load/manifests';
import type { FleetSources } from '../load/sources';
import { ByIdentity } from '../memory/ByIdentity';
import { isRecord } from '../source/pointer';
import { anyScopeOf, handsOnName } from './anyScope';
import type { PartObjects } from './built';
import { renderComponent } from './component';
import type { ComponentGround, Rendered } from './component';
import { hangsOnName } from './hangsOnName';
import { mirrorsOf } from './images';
import { treeOf } from './templates';

/** A component's objects; of any cluster where a cluster's name is all that it has for itself. */
export type SharedObjects = Rendered & PartObjects;

const remembered = new ByIdentity<SharedObjects>();

/**
 * The same as {@link renderComponent}, rendered once for all clusters of a fleet where the component's expressions read
 * the same; the cluster's name may differ where they only hand it on.
 */
export function sharedComponent(
  ground: ComponentGround,
  component: PlacedComponent,
): SharedObjects {
  const trees = treesOf(ground.fleet, component);
  const written = writtenValues(component);
  const readsName = [written, ...trees].some(tree => readsOf(tree).areOwn);
  if (readsName) {
    return (
      ofAnyCluster(ground, component, written, trees) ??
      renderComponent(ground, component)
    );
  }
  return byReads(
    ground,
    component,
    trees,
    () => renderComponent(ground, component),
    // What a problem says may hang on more than was read.
    ({ problems }) => problems.length === 0,
  );
}

/** The objects with the name that stands for all; nothing where another name would do more than take its place. */
function ofAnyCluster(
  { fleet, scope }: ComponentGround,
  component: PlacedComponent,
  written: object,
  trees: readonly object[],
): SharedObjects | undefined {
  const ground = { fleet, scope: anyScopeOf(scope) };
  const values = anyValues(written, ground.scope);
  if (!values) return undefined;
  const inner = { ...ground.scope, values };
  if (!trees.every(tree => handsOnName(tree, inner))) return undefined;
  const placed = { ...component, values };
  const shared = byReads(ground, placed, trees, () => {
    const rendered = renderComponent(ground, placed);
    const isSound = rendered.problems.length === 0;
    const mirrors = mirrorsOf(fleet.fleet);
    const isAny = isSound && !hangsOnName(rendered.built, mirrors);
    return { ...rendered, ofAnyCluster: isAny };
  });
  return shared.ofAnyCluster ? shared : undefined;
}

function anyValues(
  written: object,
  scope: Scope,
): Record<string, unknown> | undefined {
  if (!handsOnName(written, scope)) return undefined;
  const { value, errors } = evaluateRemembered(written, scope);
  return errors.length === 0 && isRecord(value) ? value : undefined;
}

function byReads(
  { fleet, scope }: ComponentGround,
  { definition, values }: PlacedComponent,
  trees: readonly object[],
  render: () => SharedObjects,
  lasts?: (made: SharedObjects) => boolean,
): SharedObjects {
  const inner = { ...scope, values };
  const input = trees.map(tree => readsOf(tree).of(inner)).join('\n');
  // A chart gets all values there are.
  const things = definition.spec.source.helm ? [values] : [];
  return remembered.of([fleet, definition, ...things], input, render, lasts);
}

/** Where the expressions of a component stand, its values apart. */
function treesOf(
  { files }: FleetSources,
  { definition: { source, spec } }: PlacedComponent,
): object[] {
  const { manifests } = spec.source;
  const patches = spec.patches ? [spec.patches] : [];
  if (!manifests?.expressions) return patches;
  const read = manifestsBeside(files, source.path, manifests.path);
  return [treeOf(read.objects), ...patches];
}
