import type { KubeObject } from '@flotilla/drift';
import { evaluateShared } from '../expressions/remembered';
import type { Scope } from '../expressions/scope';
import type { Problem } from '../problems';
import { problemAt } from '../source/document';
import type { ManifestObject } from '../source/manifests';
import { escapeStep, isRecord, valueAt } from '../source/pointer';
import { shortHash } from './hash';
import { FOR_EACH, pointersIn, poolsIn } from './templates';
import type { Pool } from './templates';

/** Pointers into an object, apart by spaces, to what can't change once it is made. */
export const IMMUTABLE = 'flotilla.dev/immutable';

const GENERATION = /\bpool\s*\.\s*generation\b/;

function listed(object: KubeObject): string[] {
  return pointersIn(object, IMMUTABLE);
}

/** Pointers to what can't change of an object. Only its spec: nothing else is ever taken from an earlier render. */
export function immutablePointers(object: KubeObject): string[] {
  return listed(object).filter(pointer => pointer.startsWith('/spec/'));
}

/** What of an object can't change, by kind and pointer; what it doesn't say isn't there. */
export function immutableValues(
  object: KubeObject,
  pointers: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    pointers.flatMap(pointer => {
      const value = valueAt(object, pointer);
      return value === undefined || value === null
        ? []
        : [[`${object.kind} ${pointer}`, value]];
    }),
  );
}

/** Stands for a pool with just these values: another value is another pool, under another name. */
export function generationOf(
  pool: unknown,
  values: Record<string, unknown>,
): string {
  return shortHash({ pool, values });
}

/**
 * The worker pools of a cluster, each with the `generation` that its objects put into their names, where
 * templates say what of them can't change.
 */
export function poolsWithGenerations(
  templates: readonly ManifestObject[],
  scope: Scope,
): { pools: Pool[]; problems: Problem[] } {
  const pools = poolsIn(scope);
  const fixed = templates.flatMap(template => fixedPartOf(template) ?? []);
  if (fixed.length === 0) return { pools, problems: [] };
  return {
    pools: pools.map(pool => {
      const values = fixed.map(({ leaves }) => {
        const { value } = evaluateShared(leaves, { ...scope, pool });
        return isRecord(value) ? value : {};
      });
      const generation = generationOf(pool.name, Object.assign({}, ...values));
      return { ...pool, generation };
    }),
    problems: fixed.flatMap(({ problems }) => problems),
  };
}

/** What a template says of what can't change. */
interface FixedPart {
  /** The template's leaves, as keys of {@link immutableValues}. */
  leaves: Record<string, unknown>;
  problems: Problem[];
}

const fixedParts = new WeakMap<ManifestObject, FixedPart>();

function fixedPartOf(template: ManifestObject): FixedPart | undefined {
  const known = fixedParts.get(template);
  if (known) return known;
  const { object } = template;
  if (listed(object).length === 0) return undefined;
  const part = {
    leaves: immutableValues(object, immutablePointers(object)),
    problems: faultsOf(template),
  };
  fixedParts.set(template, part);
  return part;
}

/** What keeps a name from standing for what can't change. */
function faultsOf({ object, source }: ManifestObject): Problem[] {
  const annotation = (name: string) =>
    `/metadata/annotations/${escapeStep(name)}`;
  const fault = (pointer: string, message: string, remedy: string) =>
    problemAt(source.path, source.positionOf(pointer), message, remedy);
  const problems: Problem[] = [];
  if (object.metadata.annotations?.[FOR_EACH] === undefined) {
    problems.push(
      fault(
        annotation(IMMUTABLE),
        `${IMMUTABLE} is for objects of worker pools`,
        `Give the template ${FOR_EACH}: workerPools.`,
      ),
    );
  }
  if (!GENERATION.test(object.metadata.name)) {
    problems.push(
      fault(
        '/metadata/name',
        'pool.generation is missing: with other immutable fields it has to be another object',
        'Write name: ${cluster.name}-${pool.name}-${pool.generation}, and the same where the name is used.',
      ),
    );
  }
  for (const pointer of listed(object)) {
    const value = valueAt(object, pointer);
    if (value === undefined || !pointer.startsWith('/spec/')) {
      problems.push(
        fault(
          annotation(IMMUTABLE),
          `the template has no field ${pointer} in its spec`,
          'Name fields that the template sets, such as /spec/instanceType, with spaces between them.',
        ),
      );
    } else if (GENERATION.test(JSON.stringify(value))) {
      problems.push(
        fault(
          pointer,
          'pool.generation is made of what can’t change, and this is part of it',
          `Take ${pointer} out of ${IMMUTABLE}.`,
        ),
      );
    }
  }
  return problems;
}
