import {
  isJsonObject,
  Json,
  listAt,
  objectAt,
  stringAt,
} from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';
import { Schema, schemaOfField } from '../schema/Schema';
import { immutableCauses } from './immutability';
import { FieldCause, invalid, StatusError } from './StatusError';

const SUBDOMAIN =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const LABEL_KEY =
  /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Kinds whose names may hold more than a DNS name does. */
const FREE_NAMES =
  /^(Role|ClusterRole|RoleBinding|ClusterRoleBinding|APIService)$/;

/** Refuses what the typed API refuses of a new object. */
export function checkNew(kind: Kind, object: KubeObject): void {
  refuse(kind, object, [
    ...nameCauses(kind, object),
    ...labelCauses(object),
    ...templateCauses(kind, object),
    ...requiredCauses(kind, object),
  ]);
}

/** Refuses what the typed API refuses of a change. */
export function checkUpdate(
  kind: Kind,
  live: KubeObject,
  next: KubeObject,
): void {
  refuse(kind, next, [
    ...labelCauses(next),
    ...immutableCauses(kind, live, next),
    ...templateCauses(kind, next),
    ...requiredCauses(kind, next),
  ]);
}

function refuse(kind: Kind, object: KubeObject, causes: FieldCause[]): void {
  if (causes.length > 0) throw invalid(kind, object.metadata.name, causes);
}

/**
 * Refuses an apply of a field that the kind doesn't have.
 *
 * @throws StatusError 500, as the real server answers.
 */
export function checkDeclared(kind: Kind, object: KubeObject): void {
  const unknown = unknownField(object, kind.schema, '');
  if (unknown === undefined) return;
  const { namespace, name } = object.metadata;
  throw new StatusError(
    500,
    '',
    `failed to create typed patch object (${
      namespace ? `${namespace}/` : '/'
    }${name}; ${object.apiVersion}, Kind=${
      object.kind
    }): ${unknown}: field not declared in schema`,
  );
}

function unknownField(
  value: Json | undefined,
  schema: Schema,
  path: string,
): string | undefined {
  if (Array.isArray(value)) {
    if (schema.type !== 'list') return undefined;
    return first(
      value.map(
        (item, index) => () =>
          unknownField(item, schema.items, `${path}[${index}]`),
      ),
    );
  }
  if (!isJsonObject(value) || schema.type === 'any' || schema.type === 'scalar')
    return undefined;
  return first(
    Object.entries(value).map(([key, entry]) => () => {
      const below = schemaOfField(schema, key);
      return below
        ? unknownField(entry, below, `${path}.${key}`)
        : `${path}.${key}`;
    }),
  );
}

function first<T>(attempts: (() => T | undefined)[]): T | undefined {
  for (const attempt of attempts) {
    const found = attempt();
    if (found !== undefined) return found;
  }
  return undefined;
}

function nameCauses(kind: Kind, object: KubeObject): FieldCause[] {
  const { name } = object.metadata;
  const pattern =
    kind.kind === 'Namespace' || kind.kind === 'Service' ? LABEL : SUBDOMAIN;
  if (FREE_NAMES.test(kind.kind) || (pattern.test(name) && name.length <= 253))
    return [];
  return [
    {
      field: 'metadata.name',
      message: `Invalid value: "${name}": a lowercase RFC 1123 ${
        pattern === LABEL ? 'label' : 'subdomain'
      } must consist of lower case alphanumeric characters or '-'${
        pattern === LABEL ? '' : " or '.'"
      }, and must start and end with an alphanumeric character`,
      reason: 'FieldValueInvalid',
    },
  ];
}

function labelCauses(object: KubeObject): FieldCause[] {
  return Object.entries(object.metadata.labels ?? {}).flatMap(
    ([key, value]): FieldCause[] => {
      const bad = [
        ...(LABEL_KEY.test(key) ? [] : [key]),
        ...(typeof value === 'string' &&
        LABEL_VALUE.test(value) &&
        value.length <= 63
          ? []
          : [value]),
      ];
      return bad.map(text => ({
        field: 'metadata.labels',
        message: `Invalid value: ${JSON.stringify(
          text,
        )}: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
        reason: 'FieldValueInvalid',
      }));
    },
  );
}

const WITH_TEMPLATE = /^(Deployment|ReplicaSet|StatefulSet|DaemonSet)$/;

function templateCauses(kind: Kind, object: KubeObject): FieldCause[] {
  if (kind.custom || !WITH_TEMPLATE.test(kind.kind)) return [];
  const template = objectAt(object, 'spec', 'template');
  const containers = listAt(template, 'spec', 'containers');
  const causes: FieldCause[] = [...selectorCauses(object)];
  if (containers.length === 0) {
    causes.push({
      field: 'spec.template.spec.containers',
      message: 'Required value',
      reason: 'FieldValueRequired',
    });
  }
  containers.forEach((container, index) => {
    if (!stringAt(container, 'image')) {
      causes.push({
        field: `spec.template.spec.containers[${index}].image`,
        message: 'Required value',
        reason: 'FieldValueRequired',
      });
    }
  });
  return causes;
}

function selectorCauses(object: KubeObject): FieldCause[] {
  const labels =
    objectAt(object, 'spec', 'template', 'metadata', 'labels') ?? {};
  const wanted = objectAt(object, 'spec', 'selector', 'matchLabels') ?? {};
  if (Object.entries(wanted).every(([key, value]) => labels[key] === value)) {
    return [];
  }
  return [
    {
      field: 'spec.template.metadata.labels',
      message: `Invalid value: ${JSON.stringify(
        labels,
      )}: \`selector\` does not match template \`labels\``,
      reason: 'FieldValueInvalid',
    },
  ];
}

/** Required fields and enumerations of custom kinds. */
function requiredCauses(kind: Kind, object: KubeObject): FieldCause[] {
  return kind.custom ? schemaCauses(object, kind.schema, '') : [];
}

function schemaCauses(
  value: Json | undefined,
  schema: Schema,
  path: string,
): FieldCause[] {
  if (Array.isArray(value) && schema.type === 'list') {
    return value.flatMap((item, index) =>
      schemaCauses(item, schema.items, `${path}[${index}]`),
    );
  }
  if (schema.type === 'scalar') return scalarCauses(value, schema.enum, path);
  if (!isJsonObject(value) || schema.type === 'any' || schema.type === 'list')
    return [];
  const missing = schema.type === 'struct' ? schema.required ?? [] : [];
  return [
    ...missing
      .filter(field => value[field] === undefined)
      .map(
        (field): FieldCause => ({
          field: path === '' ? field : `${path}.${field}`,
          message: 'Required value',
          reason: 'FieldValueRequired',
        }),
      ),
    ...Object.entries(value).flatMap(([key, entry]) =>
      key === 'metadata' && path === ''
        ? []
        : schemaCauses(
            entry,
            schemaOfField(schema, key) ?? { type: 'any' },
            path === '' ? key : `${path}.${key}`,
          ),
    ),
  ];
}

function scalarCauses(
  value: Json | undefined,
  allowed: string[] | undefined,
  path: string,
): FieldCause[] {
  if (!allowed || typeof value !== 'string' || allowed.includes(value))
    return [];
  return [
    {
      field: path,
      message: `Unsupported value: "${value}": supported values: ${allowed
        .map(each => `"${each}"`)
        .join(', ')}`,
      reason: 'FieldValueNotSupported',
    },
  ];
}
