import { isRecord } from '../source/pointer';
import { pathOf, pathsRead } from './paths';
import { segmentsOf } from './segments';
import type { Scope } from './scope';

/** What no two clusters share. */
const OWN = new Set(['cluster', 'cluster/name', 'cluster/namespace']);

/** The places in a scope that expressions read: where these have the same values, the expressions give the same. */
export class Reads {
  readonly #paths: readonly (readonly string[])[];
  /** Whether they read what every cluster has for itself. */
  readonly areOwn: boolean;

  constructor(paths: readonly (readonly string[])[]) {
    const different = new Map(paths.map(path => [path.join('/'), path]));
    this.#paths = [...different.values()];
    this.areOwn = [...different.keys()].some(path => OWN.has(path));
  }

  /** All that is read of a scope, as one text. */
  of(scope: Scope): string {
    let text = '';
    for (const path of this.#paths) {
      // Absent isn't null: has() tells them apart.
      text += `${textOf(valueOf(scope, path))}\n`;
    }
    return text;
  }
}

function valueOf(scope: Scope, path: readonly string[]): unknown {
  let at: unknown = scope;
  for (const step of path) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isRecord(at) && Object.hasOwn(at, step)) at = at[step];
    else return undefined;
  }
  return at;
}

const texts = new WeakMap<object, string>();

/** A value as text, kept for maps and lists: clusters share most of them. */
export function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value) ?? '';
  }
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

const readings = new WeakMap<object, Reads>();

/** What the expressions in a tree read. The tree must not change. */
export function readsOf(tree: object): Reads {
  const known = readings.get(tree);
  if (known) return known;
  const reads = new Reads(pathsIn(tree));
  readings.set(tree, reads);
  return reads;
}

/** The paths that the expressions in a tree read. */
export function pathsIn(tree: unknown): string[][] {
  return expressionsIn(tree).flatMap(pathsRead);
}

/** Of the paths that expressions in a tree read, those with which they do more than give them back as they are. */
export function computedIn(tree: unknown): string[][] {
  return expressionsIn(tree)
    .filter(expression => !pathOf(expression))
    .flatMap(pathsRead);
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
