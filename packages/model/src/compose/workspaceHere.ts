import { evaluateTree } from '../expressions/leaf';
import type { ExpressionError } from '../expressions/leaf';
import type { Scope } from '../expressions/scope';
import type { Workspace } from '../kinds';
import { workspaceSchema } from '../kinds/workspace';
import type { Sourced } from '../load/sources';
import type { Problem } from '../problems';
import { Complaints } from '../source/complaints';
import { pointerOf } from '../source/pointer';
import { problemsInFile } from './scope';

/** Workspaces that hold an expression; most are the same on every cluster. */
const particular = new WeakMap<object, boolean>();

/**
 * A workspace as it is on one cluster: `${ CEL }` in it reads that cluster, its variables and model,
 * and the `workspace` itself, such as `path: ./${cluster.name}`.
 */
export function workspaceHere(
  workspace: Sourced<Workspace>,
  scope: Scope,
): { workspace: Sourced<Workspace>; problems: Problem[] } {
  const { metadata, spec, source } = workspace;
  const differs =
    particular.get(workspace) ?? JSON.stringify(spec).includes('${');
  particular.set(workspace, differs);
  if (!differs) return { workspace, problems: [] };
  const own = {
    name: metadata.name,
    labels: metadata.labels ?? {},
    owner: spec.owner,
    namespaces: spec.namespaces.map(({ name }) => name),
  };
  const errors: ExpressionError[] = [];
  const evaluated = evaluateTree(
    spec,
    { ...scope, workspace: own },
    errors,
    '/spec',
  );
  const problems = problemsInFile(source, '', errors);
  if (problems.length > 0) return { workspace, problems };
  const { apiVersion, kind } = workspace;
  const parsed = workspaceSchema.safeParse({
    apiVersion,
    kind,
    metadata,
    spec: evaluated,
  });
  if (parsed.success)
    return { workspace: { ...parsed.data, source }, problems };
  const to = new Complaints(source);
  for (const { path, message } of parsed.error.issues) {
    to.add(pointerOf(path), `${path.map(String).join('.')}: ${message}`);
  }
  return { workspace, problems: to.problems };
}
