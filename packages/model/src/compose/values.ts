import { evaluateTree } from '../expressions/leaf';
import type { ExpressionError } from '../expressions/leaf';
import type { Scope } from '../expressions/cel';
import type { Problem } from '../problems';
import { isRecord } from '../source/pointer';
import type { PlacedEntry } from './capabilities';
import { merge, Trace } from './merge';
import { problemsInTrace } from './scope';
import { schemaFault, valueFaults } from './variableSchema';

/** Composes a component's values: its own, then each layer's, then expressions, then its schema. */
export function composeValues(
  { state, definition }: PlacedEntry,
  scope: Scope,
): { values: Record<string, unknown>; trace: Trace; problems: Problem[] } {
  const trace = new Trace();
  const own = {
    layer: `component ${state.name} ${definition.spec.version}`,
    source: definition.source,
    pointer: '/spec/values',
    value: definition.spec.values ?? {},
  };
  let merged: unknown = {};
  for (const layer of [own, ...state.values])
    merged = merge(merged, layer, trace);
  const errors: ExpressionError[] = [];
  const evaluated = evaluateTree(merged, scope, errors);
  const values = isRecord(evaluated) ? evaluated : {};
  const problems = problemsInTrace(trace, errors);
  const { valuesSchema } = definition.spec;
  if (valuesSchema && errors.length === 0) {
    problems.push(
      ...schemaProblems(
        state.name,
        definition.source.path,
        valuesSchema,
        values,
        trace,
      ),
    );
  }
  return { values, trace, problems };
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
