import { compose } from '../compose/compose';
import type { Composition } from '../compose/composition';
import type { Origin } from '../compose/merge';
import type { FleetSources } from '../load/sources';
import { formatProblem, hasErrors } from '../problems';
import { buildParts } from '../render/cluster';
import type { BuiltObject } from '../render/built';
import {
  escapeStep,
  isRecord,
  isWithin,
  stepsOf,
  valueAt,
} from '../source/pointer';
import { nearest } from '../source/suggest';
import { lockOf } from './lock';
import { originsOf } from './origins';

/** An object as people name it. @public */
export interface ObjectName {
  kind: string;
  namespace?: string;
  name: string;
}

/** Why a rendered field has its value. @public */
export interface Explanation {
  value: unknown;
  /** Every place that had a say, in the order in which they applied: the last one decided. */
  layers: { layer: string; path: string; line: number; value: unknown }[];
  /** The rule that keeps later layers from changing it. */
  locked?: { path: string; line: number };
}

/** There is nothing to explain: no such cluster, object or field, or the cluster has errors. @public */
export class ExplainError extends Error {
  readonly name = 'ExplainError';
}

/**
 * Tells which layers set a field of a rendered object.
 *
 * @param pointer - RFC 6901 pointer into the object, such as `/spec/replicas`
 * @throws ExplainError when there is no such object or field
 * @public
 */
export function explain(
  fleet: FleetSources,
  cluster: string,
  object: ObjectName,
  pointer: string,
): Explanation {
  const { composition, problems } = compose(fleet, cluster);
  if (!composition || hasErrors(problems)) {
    throw new ExplainError(problems.map(formatProblem).join('\n'));
  }
  const built = findObject(composition, object);
  const value = valueAt(built.object, pointer);
  if (value === undefined) {
    throw new ExplainError(
      `${titleOf(object)} has no field ${pointer}${nearField(built, pointer)}`,
    );
  }
  const origins = originsOf(composition, built, pointer);
  origins.push(...finishingTouches(composition, built, pointer, origins));
  const locked = lockOf(composition, built, origins);
  return {
    value,
    layers: distinct(origins.map(layerOf)),
    ...(locked && { locked }),
  };
}

function titleOf({ kind, namespace, name }: ObjectName): string {
  return [kind, namespace, name].filter(Boolean).join('/');
}

/** What somebody may have meant instead of the first step that leads nowhere. */
function nearField({ object }: BuiltObject, pointer: string): string {
  let holder = '';
  for (const step of stepsOf(pointer)) {
    const next = `${holder}/${escapeStep(step)}`;
    if (valueAt(object, next) === undefined) {
      const within = valueAt(object, holder);
      const near = isRecord(within) && nearest(step, Object.keys(within));
      return near ? `. Did you mean ${holder}/${escapeStep(near)}?` : '';
    }
    holder = next;
  }
  return '';
}

function findObject(composition: Composition, wanted: ObjectName): BuiltObject {
  const all = buildParts(composition).flatMap(part => part.built);
  const ofKind = all.filter(({ object }) => object.kind === wanted.kind);
  const there = ofKind.filter(
    ({ object: { metadata } }) =>
      wanted.namespace === undefined || metadata.namespace === wanted.namespace,
  );
  const named = (isIt: (name: string) => boolean) =>
    there.find(({ object }) => isIt(object.metadata.name));
  const found =
    named(name => name === wanted.name) ??
    // Nobody has the hash at hand that stands in the names of templates and managed pools.
    named(
      name =>
        name.startsWith(`${wanted.name}-`) &&
        /^-[0-9a-f]{10}$/.test(name.slice(wanted.name.length)),
    );
  if (found) return found;
  const { name } = composition.cluster.metadata;
  const known = ofKind
    .slice(0, 12)
    .map(({ object: { kind, metadata } }) => titleOf({ kind, ...metadata }));
  const kind = nearest(wanted.kind, new Set(all.map(one => one.object.kind)));
  const near = known.length === 0 && kind ? ` Did you mean ${kind}?` : '';
  const hint = known.length > 0 ? ` There is: ${known.join(', ')}.` : near;
  throw new ExplainError(`${name} has no ${titleOf(wanted)}.${hint}`);
}

/** What happens to every object last: common labels, and the fleet's image mirrors. */
function finishingTouches(
  { fleet, cluster }: Composition,
  { object }: BuiltObject,
  pointer: string,
  origins: readonly Origin[],
): Origin[] {
  const value = valueAt(object, pointer);
  const last = origins.at(-1)?.value;
  if (
    pointer.endsWith('/image') &&
    value !== last &&
    fleet.fleet.spec.images?.mirrors
  ) {
    return [
      {
        layer: 'image mirrors of the fleet',
        source: fleet.fleet.source,
        pointer: '/spec/images/mirrors',
        value,
      },
    ];
  }
  const ours = [
    '/metadata/labels/flotilla.dev~1cluster',
    '/metadata/labels/app.kubernetes.io~1managed-by',
    '/metadata/annotations/kustomize.toolkit.fluxcd.io~1prune',
  ];
  if (ours.some(own => isWithin(pointer, own))) {
    return [
      {
        layer: 'every rendered object',
        source: cluster.source,
        pointer: '/metadata/name',
        value,
      },
    ];
  }
  return [];
}

/** A map or list that one place set leaf by leaf is told once. */
function distinct(layers: Explanation['layers']): Explanation['layers'] {
  const seen = new Set<string>();
  return layers.filter(({ layer, path, line }) => {
    const key = `${layer}\n${path}:${line}`;
    return !seen.has(key) && seen.add(key);
  });
}

function layerOf({
  layer,
  source,
  pointer,
  value,
}: Origin): Explanation['layers'][number] {
  return {
    layer,
    path: source.path,
    line: source.positionOf(pointer).line,
    value,
  };
}
