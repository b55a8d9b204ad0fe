import { groupOf } from '@flotilla/drift';
import type { KubeObject } from '@flotilla/drift';
import { isKubeObject } from '../source/manifests';
import { isRecord } from '../source/pointer';
import { mapMaps } from './built';
import type { BuiltObject } from './built';
import { shortHash } from './hash';

/** Kinds that Cluster API forbids to change. */
export function isImmutable(object: KubeObject): boolean {
  return (
    /(Machine|Config|Data)Template$/.test(object.kind) &&
    groupOf(object).endsWith('cluster.x-k8s.io')
  );
}

/** The name of one generation of a template. */
export function generationName(baseName: string, spec: unknown): string {
  return `${baseName}-${shortHash(spec)}`;
}

/** What references to a template say. */
export function templateKey({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.name}`;
}

/** The name of a template by its spec, in which others have their new names. */
export type Naming = (template: KubeObject, spec: unknown) => string;

const nameByHash: Naming = ({ metadata }, spec) =>
  generationName(metadata.name, spec);

/** New names of templates. A template may name another one: its hash covers that one's new name. */
export class TemplateNames {
  readonly #templates = new Map<string, KubeObject>();
  readonly #names = new Map<string, string>();

  constructor(
    built: readonly BuiltObject[],
    private readonly naming: Naming = nameByHash,
  ) {
    for (const { object } of built) {
      if (isImmutable(object)) this.#templates.set(templateKey(object), object);
    }
  }

  nameOf(template: KubeObject): string {
    const key = templateKey(template);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const { name } = template.metadata;
    // Two templates that name each other would go round: the second time, the plain name stands.
    this.#names.set(key, name);
    const { spec } = this.withNewReferences(template);
    const named = this.naming(template, spec);
    this.#names.set(key, named);
    return named;
  }

  /** The object with every reference to a template under its new name. */
  withNewReferences(object: KubeObject): KubeObject {
    if (this.#templates.size === 0) return object;
    const pointed = mapMaps(object, map => this.#withNewReferences(map));
    return isKubeObject(pointed) ? pointed : object;
  }

  /** A reference is a map with `kind` and `name`, or one with a `name` under a key such as `dataTemplate`. */
  #withNewReferences(map: Record<string, unknown>): Record<string, unknown> {
    const { kind, name } = map;
    if (typeof kind === 'string' && typeof name === 'string') {
      const template = this.#templates.get(`${kind}/${name}`);
      return template ? { ...map, name: this.nameOf(template) } : map;
    }
    let result = map;
    for (const key of Object.keys(map)) {
      const value = map[key];
      if (!key.endsWith('Template') || !isRecord(value)) continue;
      const template = this.#templateFor(key, value);
      if (!template) continue;
      result = { ...result, [key]: { ...value, name: this.nameOf(template) } };
    }
    return result;
  }

  #templateFor(
    key: string,
    { kind, name }: Record<string, unknown>,
  ): KubeObject | undefined {
    if (kind !== undefined) return undefined;
    const suffix = key[0].toUpperCase() + key.slice(1);
    return [...this.#templates.values()].find(
      one => one.kind.endsWith(suffix) && one.metadata.name === name,
    );
  }
}
