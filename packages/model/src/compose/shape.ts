import type { ClusterShape } from '../kinds';
import { clusterShape } from '../kinds/model';
import type { Problem } from '../problems';
import type { Complaints } from '../source/complaints';
import { pointerOf } from '../source/pointer';
import { fieldName } from '../source/words';
import { evaluateShared } from '../expressions/remembered';
import type { Evaluated } from '../expressions/remembered';
import type { Scope } from '../expressions/scope';
import type { Ground, Layer } from './layers';
import { withoutIgnored } from './ignored';
import type { IgnoredField } from './ignored';
import { machineProblems } from './machines';
import { merge, Trace } from './merge';
import { ruleFrom } from './rules';
import { problemsInTrace } from './scope';

/** The `cluster` block of all layers, with expressions evaluated. */
export interface ComposedShape {
  shape: ClusterShape;
  ignored: IgnoredField[];
  kubernetes?: { minor: string; version?: string };
  trace: Trace;
}

const sound = new WeakMap<Evaluated, ComposedShape>();

/** Merges the `cluster` blocks, evaluates them and checks them against the provider's tables. */
export function composeShape(
  ground: Ground,
  layers: readonly Layer[],
  scope: Scope,
  to: Complaints,
): { composed: ComposedShape; problems: Problem[] } {
  const { merged, trace } = mergedShape(ground, layers);
  const evaluated = evaluateShared(merged, scope);
  const known = sound.get(evaluated);
  if (known) return { composed: known, problems: [] };
  const told = to.problems.length;
  const problems = problemsInTrace(trace, evaluated.errors);
  const parsed = clusterShape.safeParse(evaluated.value);
  if (!parsed.success && problems.length === 0) {
    const faults = parsed.error.issues.map(issue => ({
      pointer: pointerOf(issue.path),
      offset: 0,
      message: `${fieldName(['spec', 'cluster', ...issue.path])}: ${
        issue.message
      }`,
    }));
    problems.push(...problemsInTrace(trace, faults));
  }
  const { provider } = ground;
  const { shape, ignored } = withoutIgnored(provider, parsed.data ?? {});
  const kubernetes = kubernetesOf(ground, shape, trace, to);
  // What couldn't be read would only look as if it were missing.
  if (parsed.success && evaluated.errors.length === 0) {
    machineProblems({ provider, shape, trace, to });
  }
  const composed = { shape, ignored, kubernetes, trace };
  // What is wrong is told in each cluster's own file.
  const isSound = problems.length === 0 && to.problems.length === told;
  if (isSound && evaluated.shared) sound.set(evaluated, composed);
  return { composed, problems };
}

interface MergedShape {
  merged: unknown;
  trace: Trace;
}

const mergedShapes = new WeakMap<Ground, MergedShape>();

/** The `cluster` blocks merged: once for all clusters on one ground, which add none of their own. */
function mergedShape(ground: Ground, layers: readonly Layer[]): MergedShape {
  const added = layers.slice(ground.layers.length);
  const alike =
    added.every(({ cluster }) => cluster === undefined) &&
    ground.layers.every((layer, i) => layer === layers[i]);
  const known = alike ? mergedShapes.get(ground) : undefined;
  if (known) return known;
  const trace = new Trace();
  let merged: unknown = {};
  for (const { title, source, pointer, cluster } of layers) {
    const over = {
      layer: title,
      source,
      pointer: `${pointer}/cluster`,
      value: cluster,
    };
    merged = merge(merged, over, trace);
  }
  const result = { merged, trace };
  if (alike) mergedShapes.set(ground, result);
  return result;
}

function kubernetesOf(
  { provider }: Ground,
  { kubernetes: minor }: ClusterShape,
  trace: Trace,
  to: Complaints,
): ComposedShape['kubernetes'] {
  if (!minor) return undefined;
  const table = provider.spec.kubernetesVersions;
  const version = table?.[minor];
  if (table && !version) {
    const { name } = provider.metadata;
    to.add(
      '/spec/provider',
      `${name} ${provider.spec.version} has no Kubernetes ${minor}`,
      {
        rule: ruleFrom(trace, '/kubernetes', `asks for ${minor}.`),
        remedy: `It has: ${Object.keys(table).join(', ')}.`,
      },
    );
  }
  return { minor, ...(version ? { version } : {}) };
}
