import type { IgnoreRule } from '@flotilla/drift';
import { z } from 'zod';

/** The API version of every kind. @public */
export const API_VERSION = 'flotilla.dev/v1alpha1';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const VERSION =
  /^\d+\.\d+\.\d+(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+)?$/;

/** Whether a name is a DNS-1123 label, as Kubernetes wants names of namespaces and services. @public */
export function isDnsLabel(name: string): boolean {
  return name.length <= 63 && DNS_LABEL.test(name);
}

export const dnsLabel = z
  .string()
  .max(63)
  .regex(DNS_LABEL, {
    error: issue =>
      `${JSON.stringify(
        issue.input,
      )} isn't a DNS-1123 name: lower-case letters, digits and "-", beginning and ending with a letter or digit, at most 63`,
  })
  .meta({ description: 'A DNS-1123 name' });

export const version = z
  .string()
  .regex(VERSION, {
    error: issue =>
      `${JSON.stringify(
        issue.input,
      )} isn't a version: use three numbers, such as 1.4.0`,
  })
  .meta({ description: 'A semantic version, such as 1.4.0' });

export const pinned = z.strictObject({ name: dnsLabel, version });

export const ownerRef = z
  .string()
  .regex(/^(group|user):([a-z0-9A-Z._-]+\/)?[a-z0-9A-Z._-]+$/, {
    error: issue =>
      `${JSON.stringify(
        issue.input,
      )} isn't an owner: write group:<namespace>/<name>, such as group:default/platform`,
  })
  .meta({ description: 'A catalog entity, such as group:default/platform' });

export const labels = z.record(z.string(), z.string());

export const labelSelector = z.strictObject({ matchLabels: labels });

export const metadata = z.strictObject({
  name: dnsLabel,
  labels: labels.optional(),
  annotations: labels.optional(),
});

/** A pointer into a document (RFC 6901). */
export const pointer = z.string().regex(/^(\/[^/]*)+$/, {
  error: issue =>
    `${JSON.stringify(
      issue.input,
    )} isn't a pointer: begin with "/", such as /values/replicas`,
});

/** What a person may write where a value goes: any JSON, perhaps with `${ CEL }` in strings. */
export const anyValue: z.ZodType<unknown> = z.unknown();
export const anyMap = z.record(z.string(), anyValue);

/** Kubernetes quantities may be written without quotes. */
export const quantity = z.union([z.string(), z.number()], {
  error: 'must be a quantity, such as "40" or 120Gi',
});

export const subject = z.strictObject({
  kind: z.enum(['Group', 'User', 'ServiceAccount']),
  name: z.string().min(1),
  namespace: dnsLabel.optional(),
});

export const access = z.strictObject({
  role: dnsLabel,
  subjects: z.array(subject),
});

/** An `IgnoreRule` of `@flotilla/drift`: its type holds this schema to that definition. */
export const ignoreRule: z.ZodType<IgnoreRule> = z.strictObject({
  target: z.strictObject({
    group: z.string().optional(),
    kind: z.string().optional(),
    name: z.string().optional(),
    namespace: z.string().optional(),
  }),
  paths: z.array(pointer).optional(),
  fieldPaths: z.array(z.string().min(1)).optional(),
  managers: z.array(z.string().min(1)).optional(),
  reason: z.string().min(1),
  expires: z.string().optional(),
});

export const driftRules = z.strictObject({
  ignore: z.array(ignoreRule).optional(),
});

/** A patch of rendered objects: what it meets, and what it merges into them. */
export const patch = z.strictObject({
  target: z.strictObject({
    group: z.string().optional(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
  }),
  merge: anyMap,
  reason: z.string().optional(),
});

/** A component as a model, a variant or a cluster names it. */
export const componentEntry = z.strictObject({
  name: dnsLabel,
  version: version.optional(),
  enabled: z.boolean().optional(),
  required: z.boolean().optional(),
  overridable: z.array(pointer).optional(),
  patchable: z.boolean().optional(),
  values: anyMap.optional(),
});

export const variable = z.strictObject({
  name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, {
    error: issue =>
      `${JSON.stringify(
        issue.input,
      )} can't be used as ${'variables.<name>'}: letters, digits and "_", not beginning with a digit`,
  }),
  required: z.boolean().optional(),
  schema: anyMap,
});

export const severity = z.enum(['low', 'medium', 'high', 'critical']);

export function kind<K extends string, S extends z.ZodType>(name: K, spec: S) {
  return z.strictObject({
    apiVersion: z.literal(API_VERSION),
    kind: z.literal(name),
    metadata,
    spec,
  });
}
