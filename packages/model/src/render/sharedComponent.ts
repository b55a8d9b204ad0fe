import type { Composition, PlacedComponent } from '../compose/composition';
import { writtenValues } from '../compose/values';
import type { Scope } from '../expressions/scope';
import { manifestsBeside } from '../load/manifests';
import type { FleetSources } from '../load/sources';
import { isRecord } from '../source/pointer';
import { renderComponent } from './component';
import type { Rendered } from './component';
import { Gaps } from './Gaps';
import { hangsOn } from './hangsOn';
import { mirrorsOf } from './images';
import { SharedByReads } from './SharedByReads';
import type { Made } from './SharedByReads';
import { treeOf } from './templates';

const shared = new SharedByReads<Rendered>();

/** The same as {@link renderComponent}, rendered once for all clusters on which it comes out alike. */
export function sharedComponent(
  composition: Composition,
  component: PlacedComponent,
): Rendered {
  const { fleet } = composition;
  const written = writtenValues(component);
  const unit = {
    things: [fleet, component.definition],
    trees: () => treesOf(fleet, component),
    written,
  };
  return (
    shared.of(Gaps.of(composition), unit, scope =>
      onAnyCluster(composition, component, scope),
    ) ?? renderComponent(composition, component)
  );
}

function onAnyCluster(
  { fleet }: Composition,
  component: PlacedComponent,
  scope: Scope,
): Made<Rendered> {
  const values = isRecord(scope.values) ? scope.values : {};
  const rendered = renderComponent({ fleet, scope }, { ...component, values });
  const objects = rendered.built.map(({ object }) => object);
  // What a problem says may hang on more than was read.
  if (rendered.problems.length > 0) return { hangsOn: new Set() };
  return {
    hangsOn: hangsOn(objects, mirrorsOf(fleet.fleet)),
    result: rendered,
  };
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
