import type { KubeObject } from '@flotilla/drift';
import type { BuiltObject } from './built';
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
  const renamed = built.map(({ object, from }) => {
    const pointed = names.withNewReferences(object);
    if (!isImmutable(object)) return { object: pointed, from };
    const name = names.nameOf(object);
    const named = { ...pointed, metadata: { ...pointed.metadata, name } };
    templates.push({ baseName: object.metadata.name, object: named });
    return { object: named, from };
  });
  return { built: renamed, templates };
}
