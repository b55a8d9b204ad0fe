import { groupOf } from '@flotilla/drift';
import { evaluateShared } from '../expressions/remembered';
import type { Evaluated } from '../expressions/remembered';
import type { Scope } from '../expressions/scope';
import { merge } from '../compose/merge';
import { problemsInFile } from '../compose/scope';
import type { Patch } from '../kinds';
import type { Problem } from '../problems';
import { isKubeObject } from '../source/manifests';
import type { SourceFile } from '../source/sourceFile';
import type { BuiltObject } from './built';

/** A patch with its place and what its expressions see. */
export interface PlacedPatch {
  patch: Patch;
  layer: string;
  source: SourceFile;
  /** Where the patch stands in its file. */
  pointer: string;
  component?: string;
}

/** Whether an object is the patch's target; what the target doesn't say may be anything. */
export function isTarget({ target }: Patch, { object }: BuiltObject): boolean {
  const { name, namespace } = object.metadata;
  return (
    target.kind === object.kind &&
    target.name === name &&
    (target.namespace === undefined || target.namespace === namespace) &&
    (target.group === undefined || target.group === groupOf(object))
  );
}

interface Patched {
  built: BuiltObject;
  problems: Problem[];
}

/** Of an object that clusters share, by what was merged into it. */
const results = new WeakMap<BuiltObject, WeakMap<object, Patched>>();

/**
 * Merges a patch into an object. Name, namespace and kind are what it was found by, so they stay. The same
 * value in the same object gives the very same object.
 */
export function patched(
  built: BuiltObject,
  placed: PlacedPatch,
  scope: Scope,
): Patched {
  const evaluated = evaluateShared(placed.patch.merge, scope);
  if (!evaluated.shared) return mergePatch(built, placed, evaluated);
  const known = results.get(built) ?? new WeakMap<object, Patched>();
  results.set(built, known);
  const before = known.get(evaluated);
  if (before) return before;
  const result = mergePatch(built, placed, evaluated);
  known.set(evaluated, result);
  return result;
}

function mergePatch(
  built: BuiltObject,
  placed: PlacedPatch,
  { value, errors }: Evaluated,
): Patched {
  const { patch, layer, source, component } = placed;
  const pointer = `${placed.pointer}/merge`;
  const problems = problemsInFile(source, pointer, errors);
  const result = merge(built.object, { layer, source, pointer, value });
  if (problems.length > 0) return { built, problems };
  if (!isKubeObject(result) || !sameIdentity(result, built.object)) {
    problems.push({
      severity: 'error',
      path: source.path,
      ...source.positionOf(pointer),
      message: "a patch can't change apiVersion, kind, name or namespace",
    });
    return { built, problems };
  }
  const ingredient = {
    layer,
    source,
    pointer,
    value: patch.merge,
    at: '',
    component,
  };
  return {
    built: { object: result, from: [...built.from, ingredient] },
    problems,
  };
}

function sameIdentity(
  a: BuiltObject['object'],
  b: BuiltObject['object'],
): boolean {
  return (
    a.apiVersion === b.apiVersion &&
    a.kind === b.kind &&
    a.metadata.name === b.metadata.name &&
    a.metadata.namespace === b.metadata.namespace
  );
}
