import { copy, isJsonObject, Json, JsonObject } from '../objects/json';
import { KubeObject } from '../objects/KubeObject';
import { Kind } from '../schema/kinds';
import { Schema, schemaOfField } from '../schema/Schema';
import { defaultBuiltin } from '../defaulting/builtin';
import { canonicalQuantity } from './quantity';

export interface NormaliseOptions {
  /** Whether to fill in what the server defaults. */
  defaults: boolean;
  /** The stored state, from which some defaults are taken. */
  live?: KubeObject;
}

/**
 * An object as the server would store it: known fields only, quantities in canonical form,
 * defaults filled in.
 */
export function normalise(
  kind: Kind,
  object: KubeObject,
  options: NormaliseOptions,
): KubeObject {
  const result: KubeObject = {
    ...copy(object),
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: copy(object.metadata),
  };
  for (const [key, value] of Object.entries(result)) {
    if (key === 'metadata' || value === undefined) continue;
    const below = schemaOfField(kind.schema, key);
    const read = below
      ? conform(value, below, kind.custom && options.defaults)
      : undefined;
    if (read === undefined) delete result[key];
    else result[key] = read;
  }
  dropEmptyMaps(result.metadata);
  if (options.defaults) {
    if (kind.custom) fillDefaults(result, kind.schema);
    else defaultBuiltin(result, options);
  }
  return result;
}

/** Go's `omitempty`: an empty label map isn't stored. */
function dropEmptyMaps(metadata: JsonObject): void {
  for (const key of ['labels', 'annotations']) {
    const value = metadata[key];
    if (
      value === null ||
      (isJsonObject(value) && Object.keys(value).length === 0)
    ) {
      delete metadata[key];
    }
  }
  for (const key of ['finalizers', 'ownerReferences']) {
    const value = metadata[key];
    if (value === null || (Array.isArray(value) && value.length === 0))
      delete metadata[key];
  }
}

/** Drops unknown fields and nulls, and writes quantities canonically. */
function conform(
  value: Json,
  schema: Schema,
  custom: boolean,
): Json | undefined {
  if (value === null) return undefined;
  switch (schema.type) {
    case 'scalar':
      return schema.scalar === 'quantity' &&
        (typeof value === 'string' || typeof value === 'number')
        ? canonicalQuantity(String(value))
        : value;
    case 'list':
      return Array.isArray(value)
        ? value.flatMap(item => {
            const read = conform(item, schema.items, custom);
            return read === undefined ? [] : [read];
          })
        : value;
    case 'any':
      return value;
    default:
      return isJsonObject(value) ? conformMap(value, schema, custom) : value;
  }
}

function conformMap(
  value: JsonObject,
  schema: Schema,
  custom: boolean,
): JsonObject {
  const result: JsonObject = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const below = schemaOfField(schema, key);
    const read = below ? conform(entry, below, custom) : undefined;
    if (read !== undefined) result[key] = read;
  }
  return result;
}

/** Defaults of a CustomResourceDefinition's schema: only inside what exists. */
function fillDefaults(value: Json | undefined, schema: Schema): void {
  if (Array.isArray(value) && schema.type === 'list') {
    value.forEach(item => fillDefaults(item, schema.items));
  } else if (isJsonObject(value) && schema.type === 'struct') {
    for (const [key, field] of schema.fields) {
      if (value[key] === undefined && field.default !== undefined) {
        value[key] = copy(field.default);
      }
      fillDefaults(value[key], field);
    }
  } else if (isJsonObject(value) && schema.type === 'map') {
    Object.values(value).forEach(entry => fillDefaults(entry, schema.items));
  }
}

/** What an empty object of a built-in Go type serialises to: those parts are never "added". */
const ZERO_SHAPES: Readonly<Record<string, JsonObject>> = {
  Deployment: {
    spec: {
      selector: null,
      strategy: {},
      template: { metadata: {}, spec: { containers: null } },
    },
    status: {},
  },
  ReplicaSet: {
    spec: {
      selector: null,
      template: { metadata: {}, spec: { containers: null } },
    },
    status: {},
  },
  StatefulSet: {
    spec: {
      selector: null,
      serviceName: '',
      updateStrategy: {},
      template: { metadata: {}, spec: { containers: null } },
    },
    status: {},
  },
  DaemonSet: {
    spec: {
      selector: null,
      updateStrategy: {},
      template: { metadata: {}, spec: { containers: null } },
    },
    status: {},
  },
  Job: {
    spec: { template: { metadata: {}, spec: { containers: null } } },
    status: {},
  },
  CronJob: {
    spec: {
      schedule: '',
      jobTemplate: {
        metadata: {},
        spec: { template: { metadata: {}, spec: { containers: null } } },
      },
    },
    status: {},
  },
  Pod: { spec: { containers: null }, status: {} },
  Service: { spec: {}, status: { loadBalancer: {} } },
  PersistentVolumeClaim: { spec: { resources: {} }, status: {} },
  NetworkPolicy: { spec: { podSelector: {} } },
  RoleBinding: { roleRef: {} },
  ClusterRoleBinding: { roleRef: {} },
  Ingress: { spec: {}, status: { loadBalancer: {} } },
  HorizontalPodAutoscaler: {
    spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 },
    status: {},
  },
  CustomResourceDefinition: {
    spec: { names: {} },
    status: {
      acceptedNames: { kind: '', plural: '' },
      conditions: null,
      storedVersions: null,
    },
  },
};

/** A built-in object as its Go type serialises: its status is there from the start. */
export function withZeroStatus(kind: Kind, live: KubeObject): KubeObject {
  const { status } = zeroShape(kind);
  if (!isJsonObject(status)) return live;
  const own = isJsonObject(live.status) ? live.status : {};
  return { ...live, status: { ...status, ...own } };
}

/** The empty object that a create is compared with. */
export function zeroShape(kind: Kind): JsonObject {
  if (kind.custom) return { metadata: {} };
  return {
    metadata: {},
    ...(ZERO_SHAPES[kind.kind] ?? { spec: {}, status: {} }),
  };
}
