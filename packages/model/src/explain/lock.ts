import type { Composition, PlacedComponent } from '../compose/composition';
import { openFields } from '../compose/locks';
import type { Origin } from '../compose/merge';
import { numbered } from '../compose/named';
import type { BuiltObject } from '../render/built';
import { isWithin } from '../source/pointer';

/** The rule that binds a field, from where its value was set. */
export function lockOf(
  composition: Composition,
  { from }: BuiltObject,
  origins: readonly Origin[],
): { path: string; line: number } | undefined {
  const fixed = fixedVariable(composition, origins);
  if (fixed) return fixed;
  const name = from.find(ingredient => ingredient.component)?.component;
  const component = composition.components.find(c => c.name === name);
  if (!component?.state.lock || isOpen(component, origins)) return undefined;
  const { layer, pointer } = component.state.lock;
  return {
    path: layer.source.path,
    line: layer.source.keyPositionOf(`${pointer}/required`).line,
  };
}

function fixedVariable(
  { variables }: Composition,
  origins: readonly Origin[],
): { path: string; line: number } | undefined {
  for (const { source, pointer } of origins) {
    for (const [name, { layer }] of variables.fixed) {
      const at = `${layer.pointer}/fixed/${name}`;
      if (source === layer.source && pointer === at) {
        return { path: source.path, line: source.keyPositionOf(at).line };
      }
    }
  }
  return undefined;
}

/** Whether the field takes a value that later layers may override, or an expression of variables. */
function isOpen(
  { state, trace, values }: PlacedComponent,
  origins: readonly Origin[],
): boolean {
  if (state.patchable) return true;
  return openFields(state).some(pointer => {
    if (!isWithin(pointer, '/values')) return false;
    const field = numbered(values, pointer.slice('/values'.length));
    const open = trace.at(field);
    return open.some(o =>
      origins.some(
        origin => origin.source === o.source && origin.pointer === o.pointer,
      ),
    );
  });
}
