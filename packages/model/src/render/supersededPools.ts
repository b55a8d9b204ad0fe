import type { KubeObject } from '@flotilla/drift';
import type { Scope } from '../expressions/scope';
import type { Problem } from '../problems';
import { isKubeObject } from '../source/manifests';
import type { ManifestObject } from '../source/manifests';
import { stepsOf, valueAt } from '../source/pointer';
import { withValueAt } from '../source/replaced';
import type { BuiltObject } from './built';
import { SUPERSEDED_BY } from './labels';
import { formerTemplate, lastObject } from './lastObject';
import { keyOf } from './objectKeys';
import {
  generationOf,
  generationPointers,
  IMMUTABLE,
  immutablePointers,
  immutableValues,
} from './poolGenerations';
import type { RenderedDocument } from './renderedDocuments';
import { isImmutable } from './templateNames';
import { fillTemplates } from './templates';
import type { Pool } from './templates';

/** What the pools of a cluster are filled from, and what came of it. */
export interface FilledPools {
  templates: readonly ManifestObject[];
  scope: Scope;
  layer: string;
  pools: readonly Pool[];
  built: readonly BuiltObject[];
}

/**
 * Managed pools whose machines still work, though another pool of theirs has taken their place: what of them can't
 * change is taken from the last render, where the hash in their name vouches for it, and everything else is as for
 * the pool that they are of.
 *
 * Unlike a machine template, such a pool holds machines: it leaves only when somebody takes it out of the rendered
 * file, and is never brought back.
 *
 * @param documents - the part as it was rendered last
 */
export function supersededPools(
  filled: FilledPools,
  documents: readonly RenderedDocument[],
): { object: KubeObject; document: RenderedDocument }[] {
  const current = new Set(filled.built.map(({ object }) => keyOf(object)));
  return filled.pools.flatMap((pool, index) => [
    ...plainPool(filled, index, documents).filter(
      ({ object }) => !current.has(keyOf(object)),
    ),
    ...[...formerGenerations(filled, index, documents)].flatMap(generation => {
      const former = fillTemplates(
        filled.templates,
        filled.scope,
        filled.layer,
        [{ ...pool, generation }],
      ).built.filter(({ object }) => !current.has(keyOf(object)));
      return verified(former, pool, generation, documents);
    }),
  ]);
}

/**
 * A pool under its plain name, from before its templates said what can't change. No hash vouches for it: taken from
 * the last render is only what a generation is part of, such as its names, and what can't change. What is new beside
 * the pool, such as a check of its machines, is left out.
 */
function plainPool(
  { built, pools }: FilledPools,
  index: number,
  documents: readonly RenderedDocument[],
): Former[] {
  const { generation } = pools[index];
  if (typeof generation !== 'string') return [];
  const parts = built.filter(
    ({ object, from }) =>
      from[0]?.pool === index &&
      object.metadata.name.includes(`-${generation}`),
  );
  const former: Former[] = [];
  for (const { object, from } of parts) {
    const plain = object.metadata.name.replace(`-${generation}`, '');
    const found = lastObject(object, plain, documents);
    if (!found && isFixed(object)) return [];
    if (!found) continue;
    const { last, document } = found;
    const { name } = object.metadata;
    const named = generationPointers(from[0]?.value);
    const kept = isImmutable(object)
      ? formerTemplate(last, object, plain, name)
      : withFixed(object, last, name, named);
    former.push({ object: kept, document });
  }
  return former;
}

/** Says that a pool is there twice until somebody ends it. */
export function supersededProblem(
  path: string,
  { kind, metadata: { name, annotations } }: KubeObject,
  { line }: RenderedDocument,
): Problem {
  return {
    severity: 'warning',
    path,
    // The line after the one that divides documents.
    line: line + 1,
    column: 1,
    message: `${kind} ${name} still has its machines, beside ${annotations?.[SUPERSEDED_BY]}, which took its place`,
    remedy:
      'Once the new nodes are Ready and its own are drained, delete it from this file: rendering keeps what it finds and never brings back what it doesn’t.',
  };
}

/** Other generations of a pool that the last render had, by the names of its objects. */
function formerGenerations(
  { built, pools }: FilledPools,
  index: number,
  documents: readonly RenderedDocument[],
): Set<string> {
  const { generation } = pools[index];
  const found = new Set<string>();
  if (typeof generation !== 'string') return found;
  for (const { object, from } of built) {
    const { name } = object.metadata;
    const at = name.indexOf(generation);
    const isOfPool = from[0]?.pool === index && isFixed(object);
    if (!isOfPool || at < 0) continue;
    const [head, tail] = [
      name.slice(0, at),
      name.slice(at + generation.length),
    ];
    for (const { kind, name: former = '' } of documents) {
      if (kind !== object.kind || !former.startsWith(head)) continue;
      if (!former.endsWith(tail) || former.length !== name.length) continue;
      const other = former.slice(at, at + generation.length);
      if (other !== generation) found.add(other);
    }
  }
  return found;
}

function isFixed(object: KubeObject): boolean {
  return object.metadata.annotations?.[IMMUTABLE] !== undefined;
}

type Former = ReturnType<typeof supersededPools>[number];

/** A pool's former objects, where the last render has them and their hash is right; otherwise nothing. */
function verified(
  former: readonly BuiltObject[],
  { name: pool, generation: current }: Pool,
  generation: string,
  documents: readonly RenderedDocument[],
): Former[] {
  const values: Record<string, unknown> = {};
  const kept: Former[] = [];
  for (const { object } of former) {
    const { name } = object.metadata;
    const found = lastObject(object, name, documents);
    if (!found) continue;
    const last = isFixed(object) ? found.last : object;
    Object.assign(values, immutableValues(last, immutablePointers(last)));
    const successor = name.replace(generation, String(current));
    kept.push({
      object: isImmutable(object)
        ? formerTemplate(found.last, object, name, successor)
        : withFixed(object, last, successor),
      document: found.document,
    });
  }
  return generationOf(pool, values) === generation ? kept : [];
}

/**
 * The object as it is for the pool now, but for what can't change of the one that is there.
 *
 * @param also - pointers to more that stays as it is
 */
function withFixed(
  object: KubeObject,
  last: KubeObject,
  successor: string,
  also: readonly string[] = [],
): KubeObject {
  const own = last.metadata.annotations?.[IMMUTABLE];
  const pointers = new Set([
    ...[object, last].flatMap(each => immutablePointers(each)),
    ...also,
  ]);
  let merged: unknown = object;
  for (const pointer of pointers) {
    merged = withValueAt(merged, stepsOf(pointer), valueAt(last, pointer));
  }
  const { metadata, ...rest } = isKubeObject(merged) ? merged : object;
  const annotations = {
    ...metadata.annotations,
    ...(own !== undefined && { [IMMUTABLE]: own }),
    [SUPERSEDED_BY]: successor,
  };
  return { ...rest, metadata: { ...metadata, annotations } };
}
