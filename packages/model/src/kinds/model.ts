import { z } from 'zod';
import * as f from './fields';

const taint = z.strictObject({
  key: z.string().min(1),
  value: z.string().optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

/** A count, or the expression that gives it. */
const count = z.union([z.int().min(0), z.string().regex(/\$\{/)], {
  error: 'must be a whole number of 0 or more, or ${ … }',
});

const workerPool = z.strictObject({
  name: f.dnsLabel,
  replicas: count.nullish(),
  machineType: z.string().nullish(),
  labels: z.record(z.string(), z.string().nullable()).nullish(),
  taints: z.array(taint).nullish(),
  autoscaling: z.strictObject({ min: count, max: count }).nullish(),
});

/** The cluster itself. `null` takes away what an earlier layer set. */
export const clusterShape = z.strictObject({
  kubernetes: z
    .string()
    .regex(/^\d+\.\d+$/, {
      error: 'must be a minor version in quotes, such as "1.35"',
    })
    .nullish(),
  network: z
    .strictObject({
      pods: z.array(z.string()).nullish(),
      services: z.array(z.string()).nullish(),
    })
    .nullish(),
  controlPlane: z
    .strictObject({
      replicas: count.nullish(),
      machineType: z.string().nullish(),
    })
    .nullish(),
  workerPools: z.array(workerPool).nullish(),
  healthChecks: z
    .strictObject({
      unhealthyAfter: z.string().nullish(),
      maxUnhealthy: z.union([z.string(), z.number()]).nullish(),
    })
    .nullish(),
  identity: z
    .strictObject({
      oidc: z
        .strictObject({ issuer: z.string(), clientId: z.string() })
        .nullish(),
    })
    .nullish(),
});

const layered = {
  defaults: f.anyMap.optional(),
  fixed: f.anyMap.optional(),
  cluster: clusterShape.optional(),
  capabilities: z.array(z.string().min(1)).optional(),
  components: z.array(f.componentEntry).optional(),
  access: z.array(f.access).optional(),
  workspaces: z.array(f.dnsLabel).optional(),
  drift: f.driftRules.optional(),
};

/** `models/<name>/<version>/model.yaml`. */
export const modelSchema = f.kind(
  'Model',
  z.strictObject({
    version: f.version,
    draft: z.boolean().optional(),
    description: z.string().optional(),
    owner: f.ownerRef.optional(),
    extends: f.pinned.optional(),
    upgrades: z.strictObject({ from: z.string().optional() }).optional(),
    providers: z.array(f.pinned).optional(),
    variables: z.array(f.variable).optional(),
    ...layered,
    variants: z
      .array(
        z.strictObject({
          name: f.dnsLabel,
          description: z.string().optional(),
          ...layered,
        }),
      )
      .optional(),
  }),
);
