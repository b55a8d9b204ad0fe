import { KubeObject } from '../objects/KubeObject';
import { kindsOfDefinition } from './customKinds';
import { BUILTIN_KINDS, Kind } from './kinds';

/** The kinds that one cluster serves: the built-in ones and those of its CustomResourceDefinitions. */
export class KindRegistry {
  readonly #fixed: readonly Kind[];
  readonly #custom = new Map<string, Kind[]>();
  #all: readonly Kind[] = [];
  #byKind = new Map<string, Kind>();
  #byPlural = new Map<string, Kind>();
  #generation = 0;

  constructor(preinstalled: readonly Kind[]) {
    this.#fixed = [...BUILTIN_KINDS, ...preinstalled];
    this.#index();
  }

  /** Rises whenever the served kinds change. */
  get generation(): number {
    return this.#generation;
  }

  all(): readonly Kind[] {
    return this.#all;
  }

  /** The kind of an object; undefined where this cluster doesn't serve it. */
  of(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Kind | undefined {
    return this.#byKind.get(`${object.apiVersion}/${object.kind}`);
  }

  /** A kind by group and name, in whatever version. */
  named(group: string, kind: string): Kind | undefined {
    return this.#all.find(each => each.group === group && each.kind === kind);
  }

  byPlural(apiVersion: string, plural: string): Kind | undefined {
    return this.#byPlural.get(`${apiVersion}/${plural}`);
  }

  /** Serves what a CustomResourceDefinition defines, in place of what it defined before. */
  define(definition: KubeObject): void {
    this.#custom.set(definition.metadata.name, kindsOfDefinition(definition));
    this.#index();
  }

  undefine(definition: KubeObject): void {
    this.#custom.delete(definition.metadata.name);
    this.#index();
  }

  #index(): void {
    const defined = [...this.#custom.values()].flat();
    const names = new Set(defined.map(kind => `${kind.group}/${kind.kind}`));
    this.#all = [
      ...this.#fixed.filter(kind => !names.has(`${kind.group}/${kind.kind}`)),
      ...defined,
    ];
    this.#byKind = new Map(
      this.#all.map(kind => [`${apiVersionOf(kind)}/${kind.kind}`, kind]),
    );
    this.#byPlural = new Map(
      this.#all.map(kind => [`${apiVersionOf(kind)}/${kind.plural}`, kind]),
    );
    this.#generation += 1;
  }
}

export function apiVersionOf(kind: Pick<Kind, 'group' | 'version'>): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}
