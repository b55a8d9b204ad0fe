import { declarationsOf } from '../compose/layers';
import type { Declaration } from '../compose/layers';
import { valueFaults } from '../compose/variableSchema';
import { complainOfValue } from '../compose/variables';
import type { Model, Variant } from '../kinds';
import { Complaints } from '../source/complaints';
import { escapeStep, isRecord } from '../source/pointer';
import { suggestion } from '../source/suggest';
import { lineageOf } from './lineage';
import type { FleetSources, Sourced } from './sources';
import { versionKey } from './sources';

/** Variables as each provider of a model sees them. */
type Declared = ReadonlyMap<string, Declaration>[];

/**
 * `defaults` and `fixed` of a model and its variants: names that nothing declares, and values that no
 * provider of the model would take.
 */
export function settingProblems(
  fleet: FleetSources,
  model: Sourced<Model>,
  to: Complaints,
): void {
  const declared = declaredFor(fleet, model);
  if (!declared) return;
  const { spec } = model;
  layerProblems(to, spec, '/spec', declared);
  (spec.variants ?? []).forEach((variant, i) =>
    layerProblems(to, variant, `/spec/variants/${i}`, declared),
  );
}

/** Undefined where the line of models is broken, which is told by itself. */
function declaredFor(
  fleet: FleetSources,
  model: Sourced<Model>,
): Declared | undefined {
  const lineage = lineageOf(fleet, model);
  if ('broken' in lineage) return undefined;
  const named = lineage.models.flatMap(m => m.spec.providers ?? []);
  const keys = [...new Set(named.map(versionKey))];
  const providers = keys.flatMap(key => fleet.providers.get(key) ?? []);
  if (keys.length > 0 && providers.length === 0) return undefined;
  if (providers.length > 0) {
    return providers.map(provider => declarationsOf(lineage.models, provider));
  }
  return [declarationsOf(lineage.models)];
}

function layerProblems(
  to: Complaints,
  layer: Model['spec'] | Variant,
  pointer: string,
  declared: Declared,
): void {
  const names = new Set(declared.flatMap(table => [...table.keys()]));
  for (const setting of ['defaults', 'fixed'] as const) {
    for (const [name, value] of Object.entries(layer[setting] ?? {})) {
      const at = `${pointer}/${setting}/${escapeStep(name)}`;
      if (names.has(name)) valueProblems(to, at, name, value, declared);
      else {
        to.add(at, `there is no variable ${name}`, {
          remedy: suggestion(name, names),
        });
      }
    }
  }
}

/** A map may be a part of what layers compose, and null takes away: only a cluster knows more of these. */
function valueProblems(
  to: Complaints,
  pointer: string,
  name: string,
  value: unknown,
  declared: Declared,
): void {
  if (value === null || isRecord(value)) return;
  const judged = declared.flatMap(table => {
    const declaration = table.get(name);
    if (!declaration) return [];
    const faults = valueFaults(declaration.variable.schema, value);
    return [{ declaration, faults }];
  });
  if (judged.some(({ faults }) => faults.length === 0)) return;
  for (const { declaration, faults } of judged) {
    for (const fault of faults) {
      const at = `${pointer}${fault.pointer}`;
      complainOfValue(to, at, name, fault, declaration);
    }
  }
}
