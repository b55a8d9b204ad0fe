import type { KubeObject } from '@flotilla/drift';
import { definitionOf } from '../../schema/definition';

/** A kind that may be read. */
export interface GroupKind {
  group: string;
  kind: string;
}

/** The resource names of kinds: as their definitions say where those are at hand, else by the conventions' rule. */
export class Plurals {
  readonly #told = new Map<string, string>();

  constructor(objects: readonly KubeObject[]) {
    for (const object of objects) {
      const { key = '', plural } = definitionOf(object) ?? {};
      if (typeof plural === 'string') this.#told.set(key, plural);
    }
  }

  of({ group, kind }: GroupKind): string {
    return this.#told.get(`${group}/${kind}`) ?? byRule(kind);
  }
}

function byRule(kind: string): string {
  const name = kind.toLowerCase();
  if (name.endsWith('endpoints')) return name;
  if (/(s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
}
