import type { IgnoreRule } from '@flotilla/drift';
import { z } from 'zod';
import { dayOrTime, dnsLabel, pointer, version } from './formats';

export * from './formats';

/** The API version of every kind. @public */
export const API_VERSION = 'flotilla.dev/v1alpha1';

export const text = z.string();
export const filled = z.string().min(1);

/** One version of something, by name. */
export const pinned = z.strictObject({
  name: dnsLabel.describe('Its name'),
  version: version.describe('Its exact version, such as 1.4.0'),
});

export const labels = z.record(z.string(), z.string());

export const labelSelector = z.strictObject({
  matchLabels: labels.describe('Labels that must all be there'),
});

export const metadata = z
  .strictObject({
    name: dnsLabel.describe('Its name; the same as in the path'),
    labels: labels.describe('What selectors look at').optional(),
    annotations: labels
      .describe('Notes for people and programs; selectors ignore them')
      .optional(),
  })
  .describe('What it is called');

/** What a person may write where a value goes: any JSON, perhaps with `${ CEL }` in strings. */
export const anyValue: z.ZodType<unknown> = z.unknown();
export const anyMap = z.record(z.string(), anyValue);

const subject = z.strictObject({
  kind: z
    .enum(['Group', 'User', 'ServiceAccount'])
    .describe('What kind of subject'),
  name: filled.describe('Its name, as the cluster knows it'),
  namespace: dnsLabel.describe('Namespace of a service account').optional(),
});

export const access = z.strictObject({
  role: dnsLabel.describe('A role template, by name'),
  subjects: z.array(subject).describe('Who gets the role'),
});

const ignoreTarget = z
  .strictObject({
    group: text
      .describe('API group; absent for any, empty for the core group')
      .optional(),
    kind: text.describe('Kind; absent for any').optional(),
    name: text
      .describe('A regular expression that matches the whole name')
      .optional(),
    namespace: text.describe('Namespace; absent for any').optional(),
  })
  .describe('Which objects the rule is about');

/** An `IgnoreRule` of `@flotilla/drift`: its type holds this schema to that definition. */
export const ignoreRule: z.ZodType<IgnoreRule> = z.strictObject({
  target: ignoreTarget,
  paths: z
    .array(pointer)
    .describe('Pointers into the object; each covers what is below it')
    .optional(),
  fieldPaths: z
    .array(filled)
    .meta({
      description: 'Paths with list keys; [*] is any item',
      examples: [['.spec.template.spec.containers[name="app"].resources']],
    })
    .optional(),
  managers: z
    .array(filled)
    .describe('Field managers whose changes are ignored; * at the end is any')
    .optional(),
  reason: filled.describe('Why this difference is no drift'),
  expires: dayOrTime
    .describe('The last day of the rule; after it the rule stops, and says so')
    .optional(),
});

export const ignoreRules = z
  .array(ignoreRule)
  .describe('Differences between Git and cluster that are no drift');

/** A name that Kubernetes gives objects. */
const objectName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, {
  error: issue =>
    `${JSON.stringify(issue.input)} can't be the name of a Secret`,
});

const namedSecret = z.strictObject({
  namespace: dnsLabel.describe('Its namespace'),
  name: objectName.describe('Its name'),
});

const driftFields = z.strictObject({
  ignore: ignoreRules.optional(),
  secrets: z
    .array(namedSecret)
    .describe(
      'Secrets that the agent may read, to compare them; their values never leave the cluster',
    )
    .optional(),
  releases: z
    .array(dnsLabel)
    .describe(
      'Namespaces of Helm releases that the agent may read, and with them each Secret there whose name it knows',
    )
    .optional(),
});

export const driftRules = driftFields.describe('What counts as drift');

/** As {@link driftRules}, of what decides for whole clusters. */
export const driftChecks = driftFields.extend({
  dryRun: z
    .boolean()
    .describe(
      'The agent asks the API server what it would change; it gets the right to patch, in dry-runs only',
    )
    .optional(),
});

/** A patch of rendered objects: what it meets, and what it merges into them. */
export const patch = z.strictObject({
  target: z
    .strictObject({
      group: text.describe('API group; absent for any').optional(),
      kind: text.describe('Kind of the object'),
      namespace: text.describe('Namespace; absent for any').optional(),
      name: text.describe('Name of the object'),
    })
    .describe('The rendered object to patch'),
  merge: anyMap.describe(
    'Merged into the object; null removes a key, ${ … } is evaluated',
  ),
  reason: text.describe('Why, for those who read it later').optional(),
});

/** A component as a model, a variant or a cluster names it. */
export const componentEntry = z.strictObject({
  name: dnsLabel.describe('The component'),
  version: version
    .describe('Its exact version; absent where an earlier layer gives it')
    .optional(),
  enabled: z.boolean().describe('false leaves the component out').optional(),
  required: z
    .boolean()
    .describe('No later layer may drop the component or change its version')
    .optional(),
  overridable: z
    .array(pointer)
    .describe('What of a required component later layers may still change')
    .optional(),
  patchable: z
    .boolean()
    .describe('Later layers may patch the objects it renders')
    .optional(),
  values: anyMap
    .describe('Values, laid over those of earlier layers; null removes a key')
    .optional(),
});

export const variable = z.strictObject({
  name: z
    .string()
    .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, {
      error: issue =>
        `${JSON.stringify(
          issue.input,
        )} can't be used as ${'variables.<name>'}: letters, digits and "_", not beginning with a digit`,
    })
    .describe('Its name; expressions read it as variables.<name>'),
  required: z
    .boolean()
    .describe('Every cluster must have a value for it')
    .optional(),
  schema: anyMap.meta({
    description:
      'JSON Schema of its values, with default, title and description for forms',
    examples: [{ type: 'integer', minimum: 1, default: 3 }],
  }),
});

export const severity = z.enum(['low', 'medium', 'high', 'critical']);

/** A kind of file: what stands at its top is the same in all of them. */
export function kind<K extends string, S extends z.ZodType>(
  name: K,
  description: string,
  spec: S,
) {
  return z
    .strictObject({
      apiVersion: z.literal(API_VERSION).describe('The version of this format'),
      kind: z.literal(name).describe(`This file is a ${name}`),
      metadata,
      spec: spec.describe(description),
    })
    .meta({ title: name, description });
}
