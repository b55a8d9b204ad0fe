import { z } from 'zod';
import * as f from './fields';

/** `policies/<name>.yaml`: judged by `@flotilla/policy`. */
export const policySchema = f.kind(
  'Policy',
  z.strictObject({
    description: z.string().min(1),
    severity: f.severity.optional(),
    enforcementAction: z.enum(['deny', 'warn', 'dryrun']).optional(),
    on: z.enum(['Files', 'Rendered']).optional(),
    match: z
      .strictObject({
        operations: z.array(z.enum(['CREATE', 'UPDATE', 'DELETE'])).optional(),
        kinds: z.array(z.string().min(1)).optional(),
        fields: z.array(f.pointer).optional(),
        clusters: f.labelSelector.optional(),
      })
      .optional(),
    exclude: z
      .strictObject({ roles: z.array(z.string().min(1)).optional() })
      .optional(),
    require: z
      .strictObject({
        approvals: z
          .array(
            z.strictObject({
              role: z.string().min(1),
              count: z.int().min(1).optional(),
            }),
          )
          .optional(),
      })
      .optional(),
    validations: z
      .array(
        z.strictObject({
          expression: z.string().min(1),
          message: z.string().optional(),
        }),
      )
      .optional(),
    remediation: z.string().optional(),
  }),
);

const share = z.union([z.int().min(1), z.string().regex(/^\d+%$/)], {
  error: 'must be a whole number or a percentage, such as 20%',
});

/** `rollouts/<name>.yaml`. */
export const rolloutSchema = f.kind(
  'Rollout',
  z.strictObject({
    model: f.pinned,
    state: z.enum(['Run', 'Pause', 'Stop']),
    stages: z
      .array(
        z.strictObject({
          name: f.dnsLabel,
          clusters: f.labelSelector.optional(),
          maxConcurrency: share.optional(),
          soak: z.string().optional(),
          approval: z.boolean().optional(),
        }),
      )
      .min(1),
    maxUnavailable: share.optional(),
    success: z
      .strictObject({
        ready: z.boolean().optional(),
        drifted: z.boolean().optional(),
      })
      .optional(),
    pullRequest: z
      .strictObject({ autoMerge: z.boolean().optional() })
      .optional(),
  }),
);
