import Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { FORMATS } from './formats';
import { builtInKinds, isSchema, packedCustomKinds } from './packed';
import type { Schema } from './packed';
import { sameKeys } from './sameKeys';
import { strictBuiltIn, strictCustomKind } from './strict';

const KUBERNETES = 'kubernetes';
const METADATA = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

/** Kinds with their schemas, compiled when they are first asked for. */
class Schemas {
  readonly #ajv = new Ajv({
    allErrors: true,
    strict: false,
    formats: FORMATS,
    // Their patterns are Go's, which know no `u` flag.
    unicodeRegExp: false,
  });
  readonly #builtIn: Map<string, string>;
  readonly #custom: Map<string, Schema>;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    const builtIn = builtInKinds();
    this.#builtIn = builtIn.kinds;
    this.#custom = packedCustomKinds();
    this.#ajv.addKeyword(sameKeys);
    const closed = [...builtIn.schemas].map(([name, schema]) => [
      name,
      strictBuiltIn(name, schema),
    ]);
    this.#ajv.addSchema({
      $id: KUBERNETES,
      components: { schemas: Object.fromEntries(closed) },
    });
  }

  validatorOf(key: string): ValidateFunction | undefined {
    const known = this.#compiled.get(key);
    if (known) return known;
    const schema = this.#schemaOf(key);
    if (!schema) return undefined;
    const compiled = this.#ajv.compile(schema);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  compileCustom(schema: Schema): ValidateFunction {
    return this.#ajv.compile(strictCustomKind(schema, builtInType(METADATA)));
  }

  kinds(): string[] {
    return [...this.#builtIn.keys(), ...this.#custom.keys()].sort();
  }

  #schemaOf(key: string): Schema | undefined {
    const name = this.#builtIn.get(key);
    if (name !== undefined) return builtInType(name);
    const custom = this.#custom.get(key);
    return custom && strictCustomKind(custom, builtInType(METADATA));
  }
}

function builtInType(name: string): Schema {
  return { $ref: `${KUBERNETES}#/components/schemas/${name}` };
}

let loaded: Schemas | undefined;

function schemas(): Schemas {
  loaded ??= new Schemas();
  return loaded;
}

/** The kinds that {@link schemaProblems} knows: `apps/v1/Deployment`, `v1/Service`. @public */
export function knownKinds(): string[] {
  return schemas().kinds();
}

/**
 * What the API server would refuse or silently drop of an object: fields that its kind doesn't have,
 * wrong types, missing fields, values that aren't in the list. Rules in CEL aren't evaluated.
 *
 * @param definitions - CustomResourceDefinitions that are applied beside it, for kinds of a
 *   component's own
 * @returns one line a problem, with the field's pointer; a kind that nobody describes is a problem
 * @public
 */
export function schemaProblems(
  object: object,
  definitions: readonly object[] = [],
): string[] {
  const { apiVersion, kind } = { apiVersion: '', kind: '', ...object };
  const key = `${apiVersion}/${kind}`;
  const validate =
    schemas().validatorOf(key) ?? validatorFrom(definitions, key);
  if (!validate) return [`no schema for ${key}`];
  return validate(object) ? [] : (validate.errors ?? []).map(inWords);
}

const ofDefinition = new WeakMap<object, ValidateFunction>();

function validatorFrom(
  definitions: readonly object[],
  key: string,
): ValidateFunction | undefined {
  for (const definition of definitions) {
    const version = versionIn(definition, key);
    if (!version) continue;
    const known = ofDefinition.get(version) ?? compileVersion(version);
    ofDefinition.set(version, known);
    return known;
  }
  return undefined;
}

function compileVersion(version: Schema): ValidateFunction {
  const { schema } = version;
  const root = isSchema(schema) ? schema.openAPIV3Schema : undefined;
  return schemas().compileCustom(isSchema(root) ? root : { type: 'object' });
}

function versionIn(definition: object, key: string): Schema | undefined {
  if (!('spec' in definition) || !isSchema(definition.spec)) return undefined;
  const { group, names, versions } = definition.spec;
  if (!isSchema(names) || !Array.isArray(versions)) return undefined;
  return versions
    .filter(isSchema)
    .find(each => `${group}/${each.name}/${names.kind}` === key);
}

function inWords({ instancePath, keyword, params, message }: ErrorObject) {
  const at = instancePath === '' ? '/' : instancePath;
  if (keyword === 'additionalProperties') {
    return `${at}: unknown field ${params.additionalProperty}`;
  }
  if (keyword === 'enum') {
    return `${at}: must be one of ${params.allowedValues.join(', ')}`;
  }
  return `${at}: ${message ?? keyword}`;
}
