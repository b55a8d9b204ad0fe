import type { KubeObject } from '@flotilla/drift';
import type { BuiltObject } from './built';
import { SUPERSEDED_BY } from './labels';
import { isImmutable, TemplateNames } from './templateNames';
import type { Naming } from './templateNames';

/** A template under the name that it is rendered with. */
export interface NamedTemplate {
  /** As the provider wrote it: what all its generations have in common. */
  baseName: string;
  object: KubeObject;
}

/**
 * Cluster API forbids to change a machine template, so another content is another object: the hash of
 * the content goes into the name, and into every reference to it.
 */
export function nameTemplates(
  built: readonly BuiltObject[],
  naming?: Naming,
): {
  built: BuiltObject[];
  templates: NamedTemplate[];
} {
  const names = new TemplateNames(built, naming);
  const templates: NamedTemplate[] = [];
  /** What took a template's place has a hash in its name, too. */
  const successor = ({ kind, metadata: { annotations } }: KubeObject) => {
    const by = annotations?.[SUPERSEDED_BY];
    const next =
      by !== undefined &&
      built.find(
        ({ object }) => object.kind === kind && object.metadata.name === by,
      );
    return next
      ? {
          annotations: {
            ...annotations,
            [SUPERSEDED_BY]: names.nameOf(next.object),
          },
        }
      : {};
  };
  const renamed = built.map(({ object, from }) => {
    const pointed = names.withNewReferences(object);
    if (!isImmutable(object)) return { object: pointed, from };
    const name = names.nameOf(object);
    const metadata = { ...pointed.metadata, ...successor(object), name };
    const named = { ...pointed, metadata };
    templates.push({ baseName: object.metadata.name, object: named });
    return { object: named, from };
  });
  return { built: renamed, templates };
}
