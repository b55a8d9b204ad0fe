import { z } from 'zod';
import * as f from './fields';

const clustersOf = z.union(
  [
    z.strictObject({
      names: z
        .array(f.dnsLabel.describe('A cluster, by name'))
        .describe('Clusters, by name'),
    }),
    f.labelSelector,
  ],
  { error: 'needs names: [cluster, …] or matchLabels: {…}' },
);

const namespace = z.strictObject({
  name: f.dnsLabel.describe('The namespace'),
  labels: f.labels.describe('Labels of the namespace').optional(),
});

const resources = z.record(z.string(), f.composedQuantity);

const limits = z.strictObject({
  default: resources
    .describe('Limit of a container that names none')
    .optional(),
  defaultRequest: resources
    .describe('Request of a container that names none')
    .optional(),
  max: resources.describe('The most that one container may name').optional(),
});

const source = z.strictObject({
  url: f.filled.describe('The team’s own repository'),
  branch: f.filled.describe('Branch; absent: main').optional(),
  path: f.text.describe('Folder in it; absent: its root').optional(),
  secretRef: f.dnsLabel
    .describe('The Secret with the credential, in the first namespace')
    .optional(),
});

const traffic = z.enum(['Any', 'SameWorkspace', 'None']);

/** `workspaces/<name>.yaml`. */
export const workspaceSchema = f.kind(
  'Workspace',
  'A team’s namespaces on some clusters: access, quota, limits and the team’s own source',
  z.strictObject({
    owner: f.ownerRef,
    description: f.text.describe('For people').optional(),
    clusters: clustersOf
      .describe('Where it is; the cluster must admit it')
      .optional(),
    namespaces: z
      .array(namespace)
      .min(1)
      .describe('Its namespaces, on each of its clusters'),
    access: z
      .array(f.access)
      .describe('Who may do what in its namespaces')
      .optional(),
    source: source.describe('What the team deploys by itself').optional(),
    deployer: z
      .strictObject({
        role: f.dnsLabel.describe('A role template of scope Namespace'),
      })
      .describe('What the team’s source may do')
      .optional(),
    quota: resources
      .describe('The most that each of its namespaces may take')
      .optional(),
    limits: limits.describe('Limits of its containers').optional(),
    network: z
      .strictObject({
        ingress: traffic.describe('Who may call its pods').optional(),
        egress: traffic.describe('Whom its pods may call').optional(),
      })
      .describe('Traffic of its pods')
      .optional(),
  }),
);

const rule = z.strictObject({
  apiGroups: z
    .array(f.text)
    .describe('API groups; "" for the core group')
    .optional(),
  resources: z.array(f.text).describe('Resources, in plural').optional(),
  resourceNames: z
    .array(f.text)
    .describe('Names; absent: every object')
    .optional(),
  nonResourceURLs: z
    .array(f.text)
    .describe('Paths of the API server')
    .optional(),
  verbs: z.array(f.text).min(1).describe('What may be done'),
});

/** `roles/<name>.yaml`. */
export const roleTemplateSchema = f.kind(
  'RoleTemplate',
  'In-cluster rights under a name, which models and workspaces give to people',
  z.strictObject({
    scope: z
      .enum(['Namespace', 'Cluster'])
      .describe('Whether it holds in namespaces or in the whole cluster'),
    description: f.text.describe('For people who choose').optional(),
    clusters: f.labelSelector
      .describe('Where it may be used; absent: everywhere')
      .optional(),
    rules: z.array(rule).describe('Rights, as Kubernetes’ RBAC writes them'),
  }),
);
