import type { KubeObject } from '@flotilla/drift';
import { ByIdentity } from '../memory/ByIdentity';
import type { BuiltObject } from './built';

/** Kinds of which others read more than what they are called: definitions, and Argo CD's charts. */
const READ_WHOLE = new Set(['CustomResourceDefinition', 'Application']);

const outlines = new WeakMap<readonly BuiltObject[], readonly BuiltObject[]>();
const alike = new ByIdentity<readonly BuiltObject[]>();

/**
 * What objects are called and where they are from, which is all that others hang on. The very same list for objects that
 * differ by their content only.
 */
export function outlineOf(
  built: readonly BuiltObject[],
): readonly BuiltObject[] {
  const known = outlines.get(built);
  if (known) return known;
  const outline = built.map(outlined);
  const things = outline.flatMap(({ object, from: [origin] }) => [
    ...(origin ? [origin.source] : []),
    ...(READ_WHOLE.has(object.kind) ? [object] : []),
  ]);
  const text = JSON.stringify(
    outline.map(({ object: { apiVersion, kind, metadata }, from }) => [
      apiVersion,
      kind,
      metadata.namespace,
      metadata.name,
      from[0]?.pointer,
    ]),
  );
  const same = alike.of(things, text, () => outline);
  outlines.set(built, same);
  return same;
}

function outlined({ object, from }: BuiltObject): BuiltObject {
  return {
    object: READ_WHOLE.has(object.kind) ? object : called(object),
    from,
  };
}

function called({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const { name, namespace } = metadata;
  return { apiVersion, kind, metadata: { name, namespace } };
}
