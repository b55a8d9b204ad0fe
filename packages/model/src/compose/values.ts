import { evaluateOwn, evaluateShared } from '../expressions/remembered';
import type { Evaluated } from '../expressions/remembered';
import type { Scope } from '../expressions/scope';
import type { Problem } from '../problems';
import { isRecord } from '../source/pointer';
import type { SourceFile } from '../source/sourceFile';
import type { PlacedEntry } from './capabilities';
import type { EntryState } from './entryState';
import { merge, Trace } from './merge';
import { problemsInTrace } from './scope';
import { schemaFault, valueFaults } from './variableSchema';

/** What a component's values are in a cluster. Shared by clusters, so nobody may change it. */
interface ComposedValues {
  values: Record<string, unknown>;
  trace: Trace;
  problems: Problem[];
}

const composed = new WeakMap<Evaluated, ComposedValues>();

/** By a placed component: clusters that are placed alike share it. */
const merged = new WeakMap<EntryState, MergedValues>();

/** Composes a component's values: its own, then each layer's, then expressions, then its schema. */
export function composeValues(
  { state, definition }: PlacedEntry,
  scope: Scope,
): ComposedValues {
  const isKnown = merged.has(state) || state.values.length === 0;
  const { value, trace } = mergedValues(state, definition);
  // Only what comes again is worth knowing by what it reads.
  const evaluate = isKnown ? evaluateShared : evaluateOwn;
  const evaluated = evaluate(value, scope);
  const before = composed.get(evaluated);
  if (before) return before;
  const values = isRecord(evaluated.value) ? evaluated.value : {};
  const problems = problemsInTrace(trace, evaluated.errors);
  const { valuesSchema } = definition.spec;
  if (valuesSchema && evaluated.errors.length === 0) {
    const { path } = definition.source;
    problems.push(
      ...schemaProblems(state.name, path, valuesSchema, values, trace),
    );
  }
  const result = { values, trace, problems };
  if (evaluated.shared) composed.set(evaluated, result);
  return result;
}

interface MergedValues {
  value: unknown;
  trace: Trace;
}

/** By the component's own file: values to which no layer adds anything. */
const plain = new WeakMap<SourceFile, MergedValues>();

/** A component's values before their expressions are evaluated. */
export function writtenValues({ state, definition }: PlacedEntry): object {
  const { value } = mergedValues(state, definition);
  return isRecord(value) ? value : {};
}

function mergedValues(
  state: EntryState,
  { source, spec }: PlacedEntry['definition'],
): MergedValues {
  const { name, values } = state;
  const known = values.length === 0 ? plain.get(source) : merged.get(state);
  if (known) return known;
  const own = {
    layer: `component ${name} ${spec.version}`,
    source,
    pointer: '/spec/values',
    value: spec.values ?? {},
  };
  const trace = new Trace();
  let value: unknown = {};
  for (const layer of [own, ...values]) value = merge(value, layer, trace);
  const result = { value, trace };
  if (values.length === 0) plain.set(source, result);
  else merged.set(state, result);
  return result;
}

function schemaProblems(
  name: string,
  path: string,
  schema: Record<string, unknown>,
  values: Record<string, unknown>,
  trace: Trace,
): Problem[] {
  // A broken schema is reported where it stands, when the fleet is loaded.
  if (schemaFault(schema)) return [];
  return valueFaults(schema, values).map(fault => {
    const origin = trace.at(fault.pointer).at(-1);
    const position = origin?.source.positionOf(origin.pointer) ?? {
      line: 1,
      column: 1,
    };
    const field = `values${fault.pointer.replace(/\//g, '.')}`;
    return {
      severity: 'error',
      path: origin?.source.path ?? path,
      ...position,
      message: `${name}: ${field} ${fault.message}`,
      ...(fault.remedy ? { remedy: fault.remedy } : {}),
    };
  });
}
