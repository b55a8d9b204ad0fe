import { isRecord } from '../source/pointer';
import type { BuiltObject, BuiltPart } from './built';
import { ENGINE_CAPABILITY } from './firstParts';
import type { PartsSource } from './partsSource';

type RemovalSource = Pick<PartsSource, 'ground' | 'components'>;

/** Components that delete volumes and load balancers, or without which nothing runs: they go with the machines. */
const STAYING = [
  'network',
  'storage',
  'load-balancer',
  'cloud-provider',
  'dns',
  ENGINE_CAPABILITY,
];

/** What traffic comes through leaves last: its controllers clean up after all others. */
const LAST = ['ingress'];

/**
 * The parts that leave at each step of a removal, the first step first. Nothing leaves in the first step:
 * what is to be deleted loses its protection before it loses its place in Git. Then the workspaces, then
 * components, each after those that depend on it. What isn't named stays until the machines go.
 *
 * @param givesUp - whether what stays loses what outlives the machines, as one more step
 */
export function removalSteps(
  source: RemovalSource,
  parts: readonly BuiltPart[],
  givesUp: boolean,
): string[][] {
  const { provider } = source.ground;
  const components = componentsAmong(source, parts);
  const workspaces = parts.filter(part => !components.includes(part));
  const staying = withDependencies(
    components,
    providersOf(source, [...STAYING, ...(provider.spec.nodesNeed ?? [])]),
  );
  const leaving = components.filter(({ name }) => !staying.has(name));
  const last = withDependencies(leaving, providersOf(source, LAST));
  const steps = [
    workspaces.map(({ name }) => name),
    ...waves(leaving.filter(({ name }) => !last.has(name))),
    ...waves(leaving.filter(({ name }) => last.has(name))),
  ].filter(names => names.length > 0);
  const outlives = components.some(
    ({ name, built }) => staying.has(name) && built.some(outlivesMachines),
  );
  return [[], ...steps, ...(givesUp && outlives ? [[]] : [])];
}

function componentsAmong(
  { components }: RemovalSource,
  parts: readonly BuiltPart[],
): BuiltPart[] {
  const names = new Set(components.map(({ name }) => `components/${name}`));
  return parts.filter(({ name }) => names.has(name));
}

/** The parts of components that provide one of these. */
function providersOf(
  { components }: RemovalSource,
  capabilities: readonly string[],
): Set<string> {
  const providing = components.filter(({ definition }) =>
    definition.spec.provides?.some(c => capabilities.includes(c)),
  );
  return new Set(providing.map(({ name }) => `components/${name}`));
}

/** The named parts with all that they depend on. Parts are in dependency order. */
function withDependencies(
  parts: readonly BuiltPart[],
  named: ReadonlySet<string>,
): Set<string> {
  const names = new Set<string>();
  for (const { name, dependsOn } of [...parts].reverse()) {
    if (!names.has(name) && !named.has(name)) continue;
    names.add(name);
    dependsOn.forEach(other => names.add(other));
  }
  return names;
}

/** Parts by how many others must leave before them. Parts are in dependency order. */
function waves(parts: readonly BuiltPart[]): string[][] {
  const heights = new Map<string, number>();
  for (const { name, dependsOn } of [...parts].reverse()) {
    const height = heights.get(name) ?? 0;
    heights.set(name, height);
    for (const other of dependsOn) {
      heights.set(other, Math.max(heights.get(other) ?? 0, height + 1));
    }
  }
  const steps: string[][] = [];
  for (const { name } of parts) {
    const height = heights.get(name) ?? 0;
    (steps[height] ??= []).push(name);
  }
  return steps;
}

/** What costs and keeps data when the machines are gone. */
export function outlivesMachines({ object: { kind, spec } }: BuiltObject) {
  if (kind === 'Service') return isRecord(spec) && spec.type === 'LoadBalancer';
  return ['Ingress', 'Gateway', 'PersistentVolumeClaim'].includes(kind);
}
