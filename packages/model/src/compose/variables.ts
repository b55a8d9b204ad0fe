import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { suggestion } from '../source/suggest';
import type { Ground, Layer } from './layers';
import { Trace } from './merge';
import { valueFaults } from './variableSchema';

/** A variable that a layer has fixed. */
export interface FixedVariable {
  value: unknown;
  layer: Layer;
}

/** The variables of one cluster. */
export interface ComposedVariables {
  values: Record<string, unknown>;
  fixed: Map<string, FixedVariable>;
  trace: Trace;
}

/**
 * Schema default, then the `defaults` and `fixed` of each layer, then the cluster's own values.
 * `to` is the cluster's file: what is missing is missing there.
 */
export function composeVariables(
  ground: Ground,
  layers: readonly Layer[],
  to: Complaints,
): { composed: ComposedVariables; problems: Problem[] } {
  const composed: ComposedVariables = {
    values: {},
    fixed: new Map(),
    trace: new Trace(),
  };
  for (const {
    variable,
    source,
    pointer,
    by,
  } of ground.declarations.values()) {
    const value = variable.schema.default;
    if (value === undefined) continue;
    composed.values[variable.name] = value;
    composed.trace.add(`/${variable.name}`, {
      layer: `default of ${by}`,
      source,
      pointer: `${pointer}/schema/default`,
      value,
    });
  }
  const problems = layers.flatMap(layer => applyLayer(ground, layer, composed));
  for (const { variable, by } of ground.declarations.values()) {
    if (variable.required && composed.values[variable.name] === undefined) {
      to.add(
        '/spec/variables',
        `variables.${variable.name} is missing: ${by} requires it`,
        {
          remedy: allowedInWords(variable.schema),
        },
      );
    }
  }
  return { composed, problems };
}

type Setting = 'defaults' | 'fixed' | 'variables';

function applyLayer(
  ground: Ground,
  layer: Layer,
  composed: ComposedVariables,
): Problem[] {
  const to = new Complaints(layer.source);
  for (const setting of ['defaults', 'fixed', 'variables'] as const) {
    for (const [name, value] of Object.entries(layer[setting] ?? {})) {
      setVariable(ground, layer, setting, { name, value }, composed, to);
    }
  }
  for (const [name, value] of Object.entries(layer.fixed ?? {})) {
    if (!composed.fixed.has(name)) composed.fixed.set(name, { value, layer });
  }
  return to.problems;
}

function setVariable(
  ground: Ground,
  layer: Layer,
  setting: Setting,
  { name, value }: { name: string; value: unknown },
  composed: ComposedVariables,
  to: Complaints,
): void {
  const pointer = `${layer.pointer}/${setting}/${name}`;
  const declaration = ground.declarations.get(name);
  if (!declaration) {
    // A model may set what only some of its providers declare; loading knows whether any does.
    if (setting !== 'variables') return;
    to.add(pointer, `there is no variable ${name}`, {
      remedy: suggestion(name, ground.declarations.keys()),
    });
    return;
  }
  const lock = composed.fixed.get(name);
  if (lock && !same(lock.value, value)) {
    to.add(pointer, `${name} can't be set to ${JSON.stringify(value)}`, {
      rule: ruleAt(
        lock.layer.source,
        `${lock.layer.pointer}/fixed/${name}`,
        `fixes it to ${JSON.stringify(lock.value)}.`,
      ),
      remedy: 'Remove it here, or ask for another version of the model.',
    });
    return;
  }
  for (const fault of valueFaults(declaration.variable.schema, value)) {
    to.add(
      `${pointer}${fault.pointer}`,
      `${name}${fault.pointer} ${fault.message}`,
      {
        rule: ruleAt(
          declaration.source,
          `${declaration.pointer}/schema`,
          `is its schema.`,
        ),
        remedy: fault.remedy,
      },
    );
  }
  composed.values[name] = value;
  composed.trace.add(`/${name}`, {
    layer: layer.title,
    source: layer.source,
    pointer,
    value,
  });
}

function allowedInWords(schema: Record<string, unknown>): string | undefined {
  if (Array.isArray(schema.enum)) return `One of: ${schema.enum.join(', ')}.`;
  return typeof schema.description === 'string'
    ? `${schema.description}.`
    : undefined;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
