import { z } from 'zod';
import * as f from './fields';

const clustersOf = z.union(
  [z.strictObject({ names: z.array(f.dnsLabel) }), f.labelSelector],
  { error: 'needs names: [cluster, …] or matchLabels: {…}' },
);

/** `workspaces/<name>.yaml`. */
export const workspaceSchema = f.kind(
  'Workspace',
  z.strictObject({
    owner: f.ownerRef,
    description: z.string().optional(),
    clusters: clustersOf.optional(),
    namespaces: z
      .array(z.strictObject({ name: f.dnsLabel, labels: f.labels.optional() }))
      .min(1),
    access: z.array(f.access).optional(),
    source: z
      .strictObject({
        url: z.string().min(1),
        branch: z.string().min(1).optional(),
        path: z.string().optional(),
        secretRef: f.dnsLabel.optional(),
      })
      .optional(),
    deployer: z.strictObject({ role: f.dnsLabel }).optional(),
    quota: z.record(z.string(), f.quantity).optional(),
    limits: z
      .strictObject({
        default: z.record(z.string(), f.quantity).optional(),
        defaultRequest: z.record(z.string(), f.quantity).optional(),
        max: z.record(z.string(), f.quantity).optional(),
      })
      .optional(),
    network: z
      .strictObject({
        ingress: z.enum(['Any', 'SameWorkspace', 'None']).optional(),
        egress: z.enum(['Any', 'SameWorkspace', 'None']).optional(),
      })
      .optional(),
  }),
);

/** `roles/<name>.yaml`. */
export const roleTemplateSchema = f.kind(
  'RoleTemplate',
  z.strictObject({
    scope: z.enum(['Namespace', 'Cluster']),
    description: z.string().optional(),
    clusters: f.labelSelector.optional(),
    rules: z.array(
      z.strictObject({
        apiGroups: z.array(z.string()).optional(),
        resources: z.array(z.string()).optional(),
        resourceNames: z.array(z.string()).optional(),
        nonResourceURLs: z.array(z.string()).optional(),
        verbs: z.array(z.string()).min(1),
      }),
    ),
  }),
);
