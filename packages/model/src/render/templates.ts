import type { KubeObject } from '@flotilla/drift';
import type { Problem } from '../problems';
import { evaluateTree } from '../expressions/leaf';
import type { ExpressionError } from '../expressions/leaf';
import { evaluateSharing } from '../expressions/sharedTree';
import type { Scope } from '../expressions/scope';
import { problemsInFile } from '../compose/scope';
import { problemAt } from '../source/document';
import { isKubeObject } from '../source/manifests';
import type { ManifestObject } from '../source/manifests';
import { isRecord } from '../source/pointer';
import { valueInWords } from '../source/words';
import type { BuiltObject } from './built';

/** Renders a template once for each item of a list in `cluster`; the item is `pool` to its expressions. */
export const FOR_EACH = 'flotilla.dev/for-each';
/** Leaves a template out where its expression gives false. */
const WHEN = 'flotilla.dev/when';
/** Names fields that no two objects of a template may have alike; {@link uniqueProblems} looks. */
export const UNIQUE = 'flotilla.dev/unique';

/** The pointers that an annotation lists. What somebody wrote there may be of any type. */
export function pointersIn({ metadata }: KubeObject, name: string): string[] {
  return String(metadata.annotations?.[name] ?? '')
    .split(/\s+/)
    .filter(Boolean);
}

/** A worker pool as expressions see it. */
export type Pool = Readonly<Record<string, unknown>>;

/** The worker pools of a cluster. */
export function poolsIn({ cluster }: Scope): Pool[] {
  const pools = isRecord(cluster) ? cluster.workerPools : undefined;
  return Array.isArray(pools) ? pools.filter(isRecord) : [];
}

const stripped = new WeakMap<ManifestObject, object>();

/**
 * Makes objects of templates: repeats, conditions and expressions.
 *
 * @param pools - what repeated templates are filled for; those of the cluster, where nothing else is said
 */
export function fillTemplates(
  templates: readonly ManifestObject[],
  scope: Scope,
  layer: string,
  pools: readonly Pool[] = poolsIn(scope),
): { built: BuiltObject[]; problems: Problem[] } {
  const built: BuiltObject[] = [];
  const problems: Problem[] = [];
  for (const template of templates) {
    const { source } = template;
    const annotations = template.object.metadata.annotations ?? {};
    const {
      [FOR_EACH]: each,
      [WHEN]: when,
      [UNIQUE]: _unique,
      ...kept
    } = annotations;
    const scopes = each === undefined ? [scope] : scopesFor(each, scope, pools);
    if (!scopes) {
      const at = source.positionOf(
        `/metadata/annotations/${escaped(FOR_EACH)}`,
      );
      problems.push(
        problemAt(
          source.path,
          at,
          `${FOR_EACH} can't be ${valueInWords(each)}`,
          `Write ${FOR_EACH}: workerPools. A template can be made for each of those, and of nothing else.`,
        ),
      );
      continue;
    }
    for (const [index, inner] of scopes.entries()) {
      const errors: ExpressionError[] = [];
      if (when !== undefined && !holds(when, inner, errors)) {
        problems.push(
          ...problemsInFile(
            source,
            `/metadata/annotations/${escaped(WHEN)}`,
            errors,
          ),
        );
        continue;
      }
      const object = evaluateSharing(
        withAnnotations(template, kept),
        inner,
        errors,
      );
      problems.push(...problemsInFile(source, '', errors));
      if (errors.length > 0) continue;
      if (!isKubeObject(object) || object.metadata.name === '') {
        problems.push(nameless(template));
        continue;
      }
      const ingredient = {
        layer,
        source,
        pointer: '',
        value: template.object,
      };
      const pool = each === undefined ? {} : { pool: index };
      built.push({ object, from: [{ ...ingredient, at: '', ...pool }] });
    }
  }
  return { built, problems };
}

/** An object that fell out without a word would be missed only in the cluster. */
function nameless({ source, object }: ManifestObject): Problem {
  return problemAt(
    source.path,
    source.positionOf('/metadata/name'),
    `${object.kind}: what expressions give has no apiVersion, kind and metadata.name that are text`,
    `Let them give text; to leave the object out, write ${WHEN}.`,
  );
}

const trees = new WeakMap<readonly ManifestObject[], readonly unknown[]>();

/** Templates as a tree with all the expressions that filling them evaluates. */
export function treeOf(
  templates: readonly ManifestObject[],
): readonly unknown[] {
  const known = trees.get(templates);
  if (known) return known;
  const objects = templates.map(({ object }) => object);
  const repeats = objects.some(
    ({ metadata }) => metadata.annotations?.[FOR_EACH] !== undefined,
  );
  const tree = repeats ? [...objects, '${cluster.workerPools}'] : objects;
  trees.set(templates, tree);
  return tree;
}

function scopesFor(
  list: string,
  scope: Scope,
  pools: readonly Pool[],
): Scope[] | undefined {
  if (list !== 'workerPools') return undefined;
  return pools.map(pool => ({ ...scope, pool }));
}

function holds(when: string, scope: Scope, errors: ExpressionError[]): boolean {
  const value = evaluateTree(when, scope, errors);
  if (errors.length === 0 && typeof value !== 'boolean') {
    errors.push({
      pointer: '',
      offset: 0,
      message: `${WHEN} must be one expression that gives true or false`,
    });
  }
  return value === true && errors.length === 0;
}

/** A template with its other annotations only. */
function withAnnotations(
  template: ManifestObject,
  kept: Record<string, string>,
): object {
  const known = stripped.get(template);
  if (known) return known;
  const { object } = template;
  const { annotations: _, ...metadata } = object.metadata;
  const result = {
    ...object,
    metadata:
      Object.keys(kept).length > 0
        ? { ...metadata, annotations: kept }
        : metadata,
  };
  stripped.set(template, result);
  return result;
}

function escaped(annotation: string): string {
  return annotation.replace(/\//g, '~1');
}
