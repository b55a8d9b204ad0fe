import type { PlacedComponent } from '../compose/composition';
import { pathsRead } from '../expressions/cel';
import type { Scope } from '../expressions/cel';
import { segmentsOf } from '../expressions/leaf';
import { manifestsBeside } from '../load/manifests';
import type { Problem } from '../problems';
import type { ManifestObject } from '../source/manifests';
import { escapeStep, isRecord, valueAt } from '../source/pointer';
import type { SourceFile } from '../source/sourceFile';
import type { BuiltObject } from './built';
import { renderComponent } from './component';
import type { ComponentGround } from './component';

/** What rendering a component gives. Shared by clusters, so nobody may change it. */
export interface ComponentObjects {
  readonly built: readonly BuiltObject[];
  readonly problems: readonly Problem[];
}

/** All that was rendered of one component version, for as long as its files stay as they are. */
interface Remembered {
  objects: readonly ManifestObject[];
  /** Pointers into the scope that its expressions read. */
  reads: readonly string[];
  byInput: Map<string, ComponentObjects>;
}

/** A component on thousands of clusters has few different inputs; the bound is for the odd one that hasn't. */
const MAX_INPUTS = 500;

const remembered = new WeakMap<SourceFile, Remembered>();

/**
 * As {@link renderComponent}, but the same objects again where another cluster gives the component the
 * same values and whatever else its expressions read. Most of a fleet's objects are made once this way.
 */
export function rememberedComponent(
  { fleet, scope }: ComponentGround,
  component: PlacedComponent,
): ComponentObjects {
  const { definition, name, values } = component;
  const { manifests } = definition.spec.source;
  if (!manifests) return renderComponent({ fleet, scope }, component);
  const { objects } = manifestsBeside(
    fleet.files,
    definition.source.path,
    manifests.path,
  );
  let known = remembered.get(definition.source);
  if (known?.objects !== objects) {
    const reads = pointersRead(component, objects);
    known = { objects, reads, byInput: new Map() };
    remembered.set(definition.source, known);
  }
  const input = inputOf(name, values, known.reads, scope);
  const before = known.byInput.get(input);
  if (before) return before;
  const rendered = renderComponent({ fleet, scope }, component);
  if (known.byInput.size >= MAX_INPUTS) known.byInput.clear();
  known.byInput.set(input, rendered);
  return rendered;
}

function inputOf(
  name: string,
  values: Record<string, unknown>,
  reads: readonly string[],
  scope: Scope,
): string {
  return JSON.stringify([
    name,
    values,
    // Absent isn't null: has() tells them apart.
    ...reads.map(pointer => [valueAt(scope, pointer)].filter(isGiven)),
  ]);
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

/** Where in the scope the component's expressions look, its own values apart. */
function pointersRead(
  { definition }: PlacedComponent,
  objects: readonly ManifestObject[],
): string[] {
  const { patches = [], source } = definition.spec;
  const trees: unknown[] = patches.map(({ merge }) => merge);
  if (source.manifests?.expressions) {
    trees.push(...objects.map(({ object }) => object));
    // What a template is repeated for isn't an expression.
    trees.push('${cluster.workerPools}');
  }
  const paths = trees
    .flatMap(expressionsIn)
    .flatMap(pathsRead)
    .filter(([root]) => root !== 'values');
  const pointers = paths.map(path =>
    path.map(step => `/${escapeStep(step)}`).join(''),
  );
  return [...new Set(pointers)];
}

function expressionsIn(tree: unknown): string[] {
  if (typeof tree === 'string') {
    const segments = tree.includes('${') ? segmentsOf(tree) : [];
    return Array.isArray(segments)
      ? segments.flatMap(s => ('expression' in s ? [s.expression] : []))
      : [];
  }
  if (Array.isArray(tree)) return tree.flatMap(expressionsIn);
  return isRecord(tree) ? Object.values(tree).flatMap(expressionsIn) : [];
}
