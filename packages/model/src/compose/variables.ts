import type { Problem } from '../problems';
import { Complaints, ruleAt } from '../source/complaints';
import { escapeStep, isRecord } from '../source/pointer';
import { suggestion } from '../source/suggest';
import type { Declaration, Ground, Layer } from './layers';
import { merge, overlay, Trace } from './merge';
import { sameValue } from './sameValue';
import { valueFaults } from './variableSchema';
import type { ValueFault } from './variableSchema';

/** A variable that a layer has fixed. */
export interface FixedVariable {
  /** Undefined where the variable is fixed to nothing. */
  value: unknown;
  layer: Layer;
}

/** The variables of one cluster. */
export interface ComposedVariables {
  values: Record<string, unknown>;
  fixed: Map<string, FixedVariable>;
  trace: Trace;
}

/** The variables of all clusters on one ground, before a cluster's own file. */
interface Base {
  composed: ComposedVariables;
  /** Of the layers. */
  problems: readonly Problem[];
  /** Of values as they stand, by variable. */
  faults: ReadonlyMap<string, readonly Problem[]>;
}

const bases = new WeakMap<Ground, Base>();

function baseOf(ground: Ground): Base {
  const known = bases.get(ground);
  if (known) return known;
  const composed: ComposedVariables = {
    values: {},
    fixed: new Map(),
    trace: new Trace(),
  };
  const declarations = [...ground.declarations.values()];
  declarations.forEach(one => takeDefault(one, composed));
  const problems = ground.layers.flatMap(layer =>
    applyLayer(ground, layer, composed),
  );
  const faults = new Map(
    declarations.map(one => [one.variable.name, valueProblems(one, composed)]),
  );
  const base = { composed, problems, faults };
  bases.set(ground, base);
  return base;
}

/**
 * Schema default, then the `defaults` and `fixed` of each layer, then the cluster's own values.
 * `to` is the cluster's file: what is missing is missing there.
 *
 * @param layers - those of the ground, and what comes after
 */
export function composeVariables(
  ground: Ground,
  layers: readonly Layer[],
  to: Complaints,
): { composed: ComposedVariables; problems: Problem[] } {
  const base = baseOf(ground);
  const composed: ComposedVariables = {
    values: { ...base.composed.values },
    fixed: new Map(base.composed.fixed),
    trace: new Trace(base.composed.trace),
  };
  const own = layers.slice(ground.layers.length);
  const problems = [
    ...base.problems,
    ...own.flatMap(layer => applyLayer(ground, layer, composed)),
  ];
  for (const [name, declaration] of ground.declarations) {
    const { variable, by } = declaration;
    if (composed.values[name] !== undefined) {
      const isOwn = own.some(layer => says(layer, name));
      const faults = isOwn
        ? valueProblems(declaration, composed)
        : base.faults.get(name) ?? [];
      problems.push(...faults);
    } else if (variable.required) {
      to.add(
        '/spec/variables',
        `variables.${name} is missing: ${by} requires it`,
        { remedy: allowedInWords(variable.schema) },
      );
    }
  }
  return { composed, problems };
}

function says({ defaults, fixed, variables }: Layer, name: string): boolean {
  return [defaults, fixed, variables].some(
    setting => setting && Object.hasOwn(setting, name),
  );
}

function takeDefault(
  { variable: { name, schema }, trace }: Declaration,
  composed: ComposedVariables,
): void {
  if (schema.default === undefined || schema.default === null) return;
  composed.values[name] = schema.default;
  for (const leaf of leavesOf(schema.default)) {
    const origin = trace.at(`/default${leaf}`).at(-1);
    if (!origin) continue;
    composed.trace.add(`/${name}${leaf}`, {
      ...origin,
      layer: `default of ${origin.layer}`,
    });
  }
}

function leavesOf(value: unknown, at = ''): string[] {
  if (!isRecord(value) || Object.keys(value).length === 0) return [at];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, `${at}/${escapeStep(key)}`),
  );
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
  for (const name of Object.keys(layer.fixed ?? {})) {
    if (composed.fixed.has(name)) continue;
    composed.fixed.set(name, { value: composed.values[name], layer });
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
  const pointer = `${layer.pointer}/${setting}/${escapeStep(name)}`;
  if (!ground.declarations.has(name)) {
    // A model may set what only some of its providers declare; loading knows whether any does.
    if (setting !== 'variables') return;
    to.add(pointer, `there is no variable ${name}`, {
      remedy: suggestion(name, ground.declarations.keys()),
    });
    return;
  }
  const over = {
    layer: layer.title,
    source: layer.source,
    pointer: `${layer.pointer}/${setting}`,
    value: { [name]: value },
  };
  const lock = composed.fixed.get(name);
  if (lock && changes(composed.values[name], value)) {
    to.add(pointer, `${name} can't be ${inWords('set to', 'removed', value)}`, {
      rule: ruleAt(
        lock.layer.source,
        `${lock.layer.pointer}/fixed/${escapeStep(name)}`,
        `fixes it ${inWords('to', 'to nothing', lock.value)}.`,
      ),
      remedy: 'Remove it here, or ask for another version of the model.',
    });
    return;
  }
  const merged = merge(composed.values, over, composed.trace);
  if (isRecord(merged)) composed.values = merged;
}

/** Whether a layer would give a variable another value; saying again what holds gives the same. */
function changes(now: unknown, said: unknown): boolean {
  const then = said === null ? undefined : overlay(now, said);
  return !sameValue(now, then);
}

function inWords(given: string, none: string, value: unknown): string {
  return value === null || value === undefined
    ? none
    : `${given} ${JSON.stringify(value)}`;
}

/** What of a composed value doesn't fit its schema, told where that was said. */
function valueProblems(
  declaration: Declaration,
  { values, trace }: ComposedVariables,
): Problem[] {
  const {
    variable: { name, schema },
    speakers,
  } = declaration;
  if (values[name] === undefined) return [];
  return valueFaults(schema, values[name]).flatMap(fault => {
    const origin = trace.at(`/${name}${fault.pointer}`).at(-1);
    if (!origin) return [];
    // A default outside its own schema is told once, where files are loaded.
    if (speakers === 1 && origin.layer.startsWith('default of ')) return [];
    const to = new Complaints(origin.source);
    complainOfValue(to, origin.pointer, name, fault, declaration);
    return to.problems;
  });
}

/** In the same words wherever it is found, so that it is read once. */
export function complainOfValue(
  to: Complaints,
  at: string,
  name: string,
  fault: ValueFault,
  { source, pointer }: Declaration,
): void {
  to.add(at, `${name}${fault.pointer} ${fault.message}`, {
    rule: ruleAt(source, `${pointer}/schema`, 'is its schema.'),
    remedy: fault.remedy,
  });
}

function allowedInWords(schema: Record<string, unknown>): string | undefined {
  if (Array.isArray(schema.enum)) return `One of: ${schema.enum.join(', ')}.`;
  return typeof schema.description === 'string'
    ? `${schema.description}.`
    : undefined;
}
