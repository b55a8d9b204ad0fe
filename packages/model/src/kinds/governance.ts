import { z } from 'zod';
import * as f from './fields';

const match = z.strictObject({
  operations: z
    .array(z.enum(['CREATE', 'UPDATE', 'DELETE']))
    .describe('What is done to an object; absent: anything')
    .optional(),
  kinds: z
    .array(f.filled)
    .describe('Kinds of objects; absent: every kind')
    .optional(),
  fields: z
    .array(f.pointer)
    .describe('Pointers to fields that changed; absent: any')
    .optional(),
  clusters: f.labelSelector
    .describe('Labels of the clusters that are reached; absent: any')
    .optional(),
});

const approval = z.strictObject({
  role: f.filled.describe('A role of fleet.yaml'),
  count: z.int().min(1).describe('How many; absent: 1').optional(),
});

const validation = z.strictObject({
  expression: f.filled.meta({
    description: 'CEL on object and oldObject that must be true',
    examples: ['object.spec.variables.workers <= 50'],
  }),
  message: f.text.describe('Said where it isn’t').optional(),
});

/** `policies/<name>.yaml`: judged by `@flotilla/policy`. */
export const policySchema = f.kind(
  'Policy',
  'Who may change what',
  z.strictObject({
    description: f.filled.describe('The rule, in words'),
    severity: f.severity
      .describe('How much it matters; absent: medium')
      .optional(),
    enforcementAction: z
      .enum(['deny', 'warn', 'dryrun'])
      .describe('What a violation does; absent: deny')
      .optional(),
    on: z
      .enum(['Files', 'Rendered'])
      .describe('What people wrote, or the objects that come of it')
      .optional(),
    match: match
      .describe('Which changes it is about: every clause given must hold')
      .optional(),
    exclude: z
      .strictObject({
        roles: z
          .array(f.filled)
          .describe('Roles of fleet.yaml that it doesn’t bind')
          .optional(),
      })
      .describe('Whom it doesn’t bind')
      .optional(),
    require: z
      .strictObject({
        approvals: z
          .array(approval)
          .describe('Approvals that allow it')
          .optional(),
      })
      .describe('What allows the change, instead of a flat deny')
      .optional(),
    validations: z
      .array(validation)
      .describe('What must hold of the changed object')
      .optional(),
    remediation: f.text.describe('What a person can do about it').optional(),
  }),
);

const stage = z.strictObject({
  name: f.dnsLabel.describe('The stage'),
  clusters: f.labelSelector
    .describe('Which clusters; absent: all that are left')
    .optional(),
  maxConcurrency: f.share.describe('How many at the same time').optional(),
  soak: f.duration
    .describe('How long the stage must be well before the next')
    .optional(),
  approval: z
    .boolean()
    .describe('Whether a person starts the next stage')
    .optional(),
});

/** `rollouts/<name>.yaml`. */
export const rolloutSchema = f.kind(
  'Rollout',
  'An upgrade of many clusters to one version of a model, in stages',
  z.strictObject({
    model: f.pinned.describe(
      'Takes the clusters on older versions of this model',
    ),
    state: z.enum(['Run', 'Pause', 'Stop']).describe('Whether it goes on'),
    stages: z.array(stage).min(1).describe('One after the other'),
    maxUnavailable: f.share
      .describe('With more clusters not ready than this, it waits')
      .optional(),
    success: z
      .strictObject({
        ready: z.boolean().describe('The cluster is ready').optional(),
        drifted: z.boolean().describe('The cluster has drift').optional(),
      })
      .describe('When a cluster counts as upgraded')
      .optional(),
    pullRequest: z
      .strictObject({
        autoMerge: z
          .boolean()
          .describe('Merged as soon as policies allow')
          .optional(),
      })
      .describe('How its pull requests are handled')
      .optional(),
  }),
);
