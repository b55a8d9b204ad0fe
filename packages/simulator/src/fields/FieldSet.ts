import { isJsonObject, JsonObject, parseJson } from '../objects/json';
import { Schema, schemaOfField } from '../schema/Schema';

/**
 * A set of fields of one object, as `fieldsV1` writes it: a tree whose keys are `f:<field>`,
 * `k:<list key>` or `v:<set value>`. A node may itself be a member, as well as its children.
 * Values are immutable: every operation returns a new set.
 */
export class FieldSet {
  static readonly EMPTY = new FieldSet(false, new Map());
  static readonly LEAF = new FieldSet(true, new Map());

  constructor(
    readonly member: boolean,
    readonly children: ReadonlyMap<string, FieldSet>,
  ) {}

  /** Reads `fieldsV1`. `{}` is a member without children. */
  static parse(fieldsV1: JsonObject): FieldSet {
    return FieldSet.#parseNode(fieldsV1, false);
  }

  static #parseNode(node: JsonObject, leafIsMember: boolean): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [key, child] of Object.entries(node)) {
      if (key !== '.' && isJsonObject(child)) {
        children.set(key, FieldSet.#parseNode(child, true));
      }
    }
    const member = leafIsMember && ('.' in node || children.size === 0);
    return new FieldSet(member, children);
  }

  /** Writes `fieldsV1`, keys in the server's order. */
  toFieldsV1(): JsonObject {
    const result: JsonObject = {};
    if (this.member && this.children.size > 0) result['.'] = {};
    for (const key of [...this.children.keys()].sort()) {
      result[key] = this.children.get(key)?.toFieldsV1();
    }
    return result;
  }

  isEmpty(): boolean {
    return !this.member && this.children.size === 0;
  }

  child(key: string): FieldSet | undefined {
    return this.children.get(key);
  }

  union(other: FieldSet): FieldSet {
    if (other.isEmpty()) return this;
    if (this.isEmpty()) return other;
    const children = new Map(this.children);
    for (const [key, child] of other.children) {
      const own = children.get(key);
      children.set(key, own ? own.union(child) : child);
    }
    return new FieldSet(this.member || other.member, children);
  }

  difference(other: FieldSet): FieldSet {
    if (other.isEmpty() || this.isEmpty()) return this;
    return this.#combine(other, this.member && !other.member, (own, theirs) =>
      theirs ? own.difference(theirs) : own,
    );
  }

  intersection(other: FieldSet): FieldSet {
    return this.#combine(other, this.member && other.member, (own, theirs) =>
      theirs ? own.intersection(theirs) : FieldSet.EMPTY,
    );
  }

  /** The members as refusals name them: `.data.level`, `.spec.containers[name="web"].image`. */
  paths(): string[] {
    return [...this.children].flatMap(([key, child]) => {
      const own = child.member ? [''] : [];
      return [...own, ...child.paths()].map(path => `${stepOf(key)}${path}`);
    });
  }

  equals(other: FieldSet): boolean {
    return (
      this.member === other.member &&
      this.children.size === other.children.size &&
      [...this.children].every(([key, child]) => {
        const theirs = other.children.get(key);
        return theirs !== undefined && child.equals(theirs);
      })
    );
  }

  /** Struct fields that have owned children count as owned too, so that removing all of them removes the parent. */
  withParents(schema: Schema): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [key, child] of this.children) {
      const below = schemaBelow(schema, key);
      const nested = child.withParents(below);
      const named =
        schema.type === 'struct' &&
        key.startsWith('f:') &&
        schema.fields.has(key.slice(2));
      children.set(
        key,
        named && nested.children.size > 0
          ? new FieldSet(true, nested.children)
          : nested,
      );
    }
    return new FieldSet(this.member, children);
  }

  #combine(
    other: FieldSet,
    member: boolean,
    each: (own: FieldSet, theirs: FieldSet | undefined) => FieldSet,
  ): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [key, own] of this.children) {
      const result = each(own, other.children.get(key));
      if (!result.isEmpty()) children.set(key, result);
    }
    return new FieldSet(member, children);
  }
}

/** The schema under one step of a field set. */
export function schemaBelow(schema: Schema, step: string): Schema {
  if (step.startsWith('f:'))
    return schemaOfField(schema, step.slice(2)) ?? { type: 'any' };
  return schema.type === 'list' ? schema.items : { type: 'any' };
}

/** Builds a FieldSet path by path. */
export class FieldSetBuilder {
  #member = false;
  readonly #children = new Map<string, FieldSetBuilder>();

  at(step: string): FieldSetBuilder {
    const found = this.#children.get(step);
    if (found) return found;
    const made = new FieldSetBuilder();
    this.#children.set(step, made);
    return made;
  }

  own(): void {
    this.#member = true;
  }

  build(): FieldSet {
    const children = new Map<string, FieldSet>();
    for (const [key, child] of this.#children) {
      const built = child.build();
      if (!built.isEmpty()) children.set(key, built);
    }
    return new FieldSet(this.#member, children);
  }
}

/** One step of a path, from a key of `fieldsV1`. */
function stepOf(key: string): string {
  const kind = key.slice(0, 2);
  const rest = key.slice(2);
  if (kind === 'f:') return `.${rest}`;
  if (kind === 'v:') return `[=${rest}]`;
  const keys = parseJson(rest);
  const named = isJsonObject(keys) ? Object.entries(keys) : [];
  return `[${named
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
