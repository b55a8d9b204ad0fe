import type { KubeObject } from '@flotilla/drift';
import { evaluateShared } from '../expressions/remembered';
import type { Scope } from '../expressions/scope';
import { ByIdentity } from '../memory/ByIdentity';
import type { Problem } from '../problems';
import type { ManifestObject } from '../source/manifests';
import { escapeStep, isRecord, valueAt } from '../source/pointer';
import { shortHash } from './hash';
import { poolFaults, strayPointers, templateFault } from './listedPointers';
import { pointersIn, poolsIn } from './templates';
import type { Pool } from './templates';

/** Pointers into an object, apart by spaces, to what can't change once it is made. */
export const IMMUTABLE = 'flotilla.dev/immutable';

const GENERATION = /\bpool\s*\.\s*generation\b/;

/** Pointers to the texts of a template that a pool's generation is part of. */
export function generationPointers(template: unknown, at = ''): string[] {
  if (typeof template === 'string')
    return GENERATION.test(template) ? [at] : [];
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([key, value]) =>
    generationPointers(value, `${at}/${escapeStep(key)}`),
  );
}

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

/** Of pools that say the same of what can't change. */
const generations = new ByIdentity<{ generation: string }>();

/**
 * The worker pools of a cluster, each with the `generation` that its objects put into their names, where
 * templates say what of them can't change.
 */
export function poolsWithGenerations(
  templates: readonly ManifestObject[],
  scope: Scope,
): { pools: Pool[]; problems: Problem[] } {
  const pools = poolsIn(scope);
  const parts = templates.map(fixedPartOf);
  const fixed = parts.filter(({ isFixed }) => isFixed);
  const problems = parts.flatMap(part => part.problems);
  if (fixed.length === 0) return { pools, problems };
  return {
    pools: pools.map(pool => {
      const evaluated = fixed.map(({ leaves }) =>
        evaluateShared(leaves, { ...scope, pool }),
      );
      const make = () => {
        const values = evaluated.map(({ value }) => value).filter(isRecord);
        const all = Object.assign({}, ...values);
        return { generation: generationOf(pool.name, all) };
      };
      const { generation } = evaluated.every(({ shared }) => shared)
        ? generations.of(evaluated, String(pool.name), make)
        : make();
      return { ...pool, generation };
    }),
    problems,
  };
}

/** What a template says of what can't change; most say nothing. */
interface FixedPart {
  /** Whether it says anything. */
  isFixed: boolean;
  /** The template's leaves, as keys of {@link immutableValues}. */
  leaves: Record<string, unknown>;
  problems: Problem[];
}

const fixedParts = new WeakMap<ManifestObject, FixedPart>();

function fixedPartOf(template: ManifestObject): FixedPart {
  const known = fixedParts.get(template);
  if (known) return known;
  const { object } = template;
  const isFixed = listed(object).length > 0;
  const part = {
    isFixed,
    leaves: immutableValues(object, immutablePointers(object)),
    problems: [
      ...nameFaults(template, isFixed),
      ...(isFixed ? faultsOf(template) : []),
    ],
  };
  fixedParts.set(template, part);
  return part;
}

/** Objects of different generations stand side by side, so that their names must differ. */
function nameFaults(template: ManifestObject, isFixed: boolean): Problem[] {
  const { object } = template;
  const differs = isFixed || GENERATION.test(JSON.stringify(object));
  if (!differs || GENERATION.test(object.metadata.name)) return [];
  return [
    templateFault(
      template,
      '/metadata/name',
      'pool.generation is missing: with other immutable fields it has to be another object',
      'Write name: ${cluster.name}-${pool.name}-${pool.generation}, and the same where the name is used.',
    ),
  ];
}

/** What keeps a hash from standing for what can't change. */
function faultsOf(template: ManifestObject): Problem[] {
  const { object } = template;
  const ofItself = immutablePointers(object).filter(pointer =>
    GENERATION.test(JSON.stringify(valueAt(object, pointer) ?? null)),
  );
  return [
    ...poolFaults(template, IMMUTABLE),
    ...strayPointers(template, IMMUTABLE, '/spec/'),
    ...ofItself.map(pointer =>
      templateFault(
        template,
        pointer,
        'pool.generation is made of what can’t change, and this is part of it',
        `Take ${pointer} out of ${IMMUTABLE}.`,
      ),
    ),
  ];
}
