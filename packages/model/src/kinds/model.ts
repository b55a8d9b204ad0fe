import { z } from 'zod';
import * as f from './fields';

const taint = z.strictObject({
  key: f.labelKey.describe('Key of the taint'),
  value: f.labelValue.describe('Value of the taint').optional(),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .describe('What happens to pods that don’t tolerate it'),
});

/** A count, or the expression that gives it. */
const count = z.union([z.int().min(0), f.expression], {
  error: 'must be a whole number of 0 or more, or ${ … }',
});

const workerPool = z.strictObject({
  name: f.dnsLabel.describe('The pool; layers merge pools by it'),
  replicas: count.describe('How many machines').nullish(),
  machineType: f.text.describe('One of the provider’s machineTypes').nullish(),
  kubernetes: f.kubernetesMinor
    .meta({
      description:
        'Kubernetes of its machines: absent, that of the control plane; never ahead of it, at most three minor versions behind',
      examples: ['1.34'],
    })
    .nullish(),
  labels: z
    .record(f.nodeLabelKey, f.labelValue.nullable())
    .describe('Labels of its nodes')
    .nullish(),
  taints: z.array(taint).describe('Taints of its nodes').nullish(),
  autoscaling: z
    .strictObject({
      min: count.describe('The fewest machines'),
      max: count.describe('The most machines'),
    })
    .describe('Bounds within which the cluster autoscaler works')
    .nullish(),
});

const network = z.strictObject({
  pods: z.array(f.cidr).describe('Addresses of pods').nullish(),
  services: z.array(f.cidr).describe('Addresses of services').nullish(),
});

const controlPlane = z.strictObject({
  replicas: count.describe('How many machines').nullish(),
  machineType: f.text.describe('One of the provider’s machineTypes').nullish(),
});

const healthChecks = z.strictObject({
  unhealthyAfter: f.composedDuration
    .describe('How long a machine may be unhealthy before it is replaced')
    .nullish(),
  maxUnhealthy: z
    .union([z.int().min(0), f.percentage, f.expression], {
      error: 'must be a whole number, a percentage such as 40%, or ${ … }',
    })
    .describe('With more unhealthy machines than this, none is replaced')
    .nullish(),
});

const identity = z.strictObject({
  oidc: z
    .strictObject({
      issuer: f.text.describe('Address of the issuer'),
      clientId: f.text.describe('Client ID of the API server there'),
    })
    .describe('OpenID Connect')
    .nullish(),
});

/** The cluster itself. `null` takes away what an earlier layer set. */
export const clusterShape = z
  .strictObject({
    kubernetes: f.kubernetesMinor
      .meta({
        description: 'Kubernetes’ minor version, in quotes',
        examples: ['1.35'],
      })
      .nullish(),
    network: network.describe('Addresses within the cluster').nullish(),
    controlPlane: controlPlane
      .describe('Ignored where the provider manages the control plane')
      .nullish(),
    workerPools: z
      .array(workerPool)
      .describe('Groups of like machines')
      .nullish(),
    healthChecks: healthChecks.describe('When machines are replaced').nullish(),
    identity: identity.describe('Who signs people in').nullish(),
  })
  .describe('The cluster itself; null takes away what an earlier layer set');

const layered = {
  defaults: f.anyMap
    .describe('Other defaults for variables declared here or by an ancestor')
    .optional(),
  fixed: f.anyMap
    .describe('Sets variables and locks them for every later layer')
    .optional(),
  cluster: clusterShape.optional(),
  capabilities: z
    .array(f.filled)
    .describe('What every such cluster has, whatever provides it')
    .optional(),
  components: z
    .array(f.componentEntry)
    .describe('Components, merged by name')
    .optional(),
  access: z
    .array(f.access)
    .describe('In-cluster access that every such cluster has')
    .optional(),
  workspaces: z
    .array(f.dnsLabel.describe('A workspace, by name'))
    .describe('Workspaces that every such cluster has')
    .optional(),
  drift: f.driftRules.optional(),
};

const variant = z.strictObject({
  name: f.dnsLabel.describe('The variant, as clusters name it'),
  description: f.text.describe('For people who choose').optional(),
  ...layered,
});

/** `models/<name>/<version>/model.yaml`. */
export const modelSchema = f.kind(
  'Model',
  'A whole cluster as one versioned object',
  z.strictObject({
    version: f.version.describe(
      'Its version; the same as in the path. A released version never changes',
    ),
    draft: z.boolean().describe('Not for production yet').optional(),
    description: f.text.describe('For people who choose').optional(),
    owner: f.ownerRef.optional(),
    extends: f.pinned
      .describe('The model that this one adds to, in an exact version')
      .optional(),
    upgrades: z
      .strictObject({
        from: f.versionRange
          .describe('Versions that may move here directly')
          .optional(),
      })
      .describe('How clusters come to this version')
      .optional(),
    providers: z
      .array(f.pinned)
      .describe('Where such clusters may run; absent: as the parent says')
      .optional(),
    variables: z
      .array(f.variable)
      .describe('What each cluster may set, merged by name')
      .optional(),
    ...layered,
    variants: z
      .array(variant)
      .describe('Named specialisations, merged by name')
      .optional(),
  }),
);
