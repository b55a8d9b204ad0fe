import type {
  Form,
  Inventory,
  InventoryCluster,
  InventoryModel,
  Plan,
} from '@flotilla/backstage-plugin-flotilla-common';
import { aVerdict } from './requests';

const aModel = (changes: Partial<InventoryModel>): InventoryModel => ({
  name: 'standard',
  version: '1.5.0',
  draft: false,
  description: 'What teams run their services on',
  owner: 'group:default/platform',
  extends: { name: 'base', version: '2.1.0' },
  providers: [
    { name: 'eks', version: '1.2.0' },
    { name: 'vsphere', version: '1.0.3' },
    { name: 'existing', version: '1.0.0' },
  ],
  variants: ['small', 'gpu'],
  clusters: ['prod-eu-2'],
  latest: true,
  path: 'models/standard/1.5.0/model.yaml',
  problems: [],
  ...changes,
});

const anInventoryCluster = (
  changes: Partial<InventoryCluster>,
): InventoryCluster => ({
  name: 'prod-eu-1',
  labels: { env: 'prod', region: 'eu-west-1' },
  owner: 'group:default/payments',
  model: { name: 'standard', version: '1.4.0' },
  provider: 'eks',
  managedBy: 'mgmt-eu',
  lifecycle: 'production',
  components: [],
  workspaces: [],
  path: 'clusters/prod-eu-1/cluster.yaml',
  problems: [],
  ...changes,
});

/** What a small fleet's commit says there is. */
export const anInventory = (): Inventory => ({
  fleet: 'acme',
  commit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
  repositoryUrl: 'https://github.com/acme/fleet',
  branch: 'main',
  complete: true,
  clusters: [
    anInventoryCluster({}),
    anInventoryCluster({
      name: 'mgmt-eu',
      provider: 'existing',
      managedBy: undefined,
      labels: { env: 'mgmt', region: 'eu-west-1' },
    }),
    anInventoryCluster({
      name: 'dev-eu-1',
      provider: 'docker',
      labels: { env: 'dev', region: 'eu-west-1' },
    }),
  ],
  workspaces: [],
  models: [
    aModel({}),
    aModel({ version: '1.4.0', latest: false }),
    aModel({ version: '2.0.0', latest: false, draft: true }),
    aModel({
      name: 'edge',
      version: '0.9.0',
      description: 'What a shop runs on',
      variants: [],
    }),
  ],
  components: [],
  providers: [
    {
      name: 'eks',
      version: '1.2.0',
      regions: ['eu-west-1', 'us-east-1'],
      needsManagement: true,
      controlPlane: 'Managed',
    },
    {
      name: 'vsphere',
      version: '1.0.3',
      regions: ['berlin'],
      needsManagement: true,
      controlPlane: 'SelfManaged',
    },
    {
      name: 'existing',
      version: '1.0.0',
      regions: [],
      needsManagement: false,
      controlPlane: 'None',
    },
  ],
  problems: [],
});

/** What may be set on a standard cluster on eks. */
export const aForm = (): Form => ({
  fleet: 'acme',
  model: { name: 'standard', version: '1.5.0' },
  provider: 'eks',
  schema: {
    type: 'object',
    properties: {
      workers: {
        type: 'integer',
        title: 'Workers',
        description: 'How many machines run the workloads',
        minimum: 1,
        maximum: 20,
        default: 3,
      },
      machineType: {
        type: 'string',
        title: 'Machine type',
        enum: ['standard', 'large'],
        default: 'standard',
      },
      alertChannel: {
        type: 'string',
        title: 'Alert channel',
        description: "The chat channel that gets this cluster's alerts",
        pattern: '^#[a-z0-9-]{2,40}$',
        default: '#platform-alerts',
      },
      auditLog: {
        type: 'boolean',
        title: 'Audit log',
        description: "Send the API server's audit log to the security team",
        default: true,
      },
    },
    required: ['workers'],
    additionalProperties: false,
  },
  locked: [
    {
      name: 'retentionDays',
      title: 'Metrics kept for (days)',
      value: 30,
      reason: 'standard 1.5.0 keeps it the same everywhere',
      path: 'models/standard/1.5.0/model.yaml',
      line: 31,
    },
  ],
  components: [
    {
      name: 'cert-manager',
      version: '1.18.2',
      required: true,
      layer: 'required by base 2.1.0',
    },
  ],
});

/** What creating prod-eu-3 would do. */
export const aPlan = (changes: Partial<Plan> = {}): Plan => ({
  fleet: 'acme',
  baseCommit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
  branch: 'flotilla/cluster-create/prod-eu-3',
  title: 'Create cluster prod-eu-3',
  repositoryUrl: 'https://github.com/acme/fleet',
  sentences: [
    'prod-eu-3 is new on eks, eu-west-1, from standard 1.5.0: managed control plane, 5 workers.',
    '61 objects will exist: 6 infrastructure, 9 components, 2 workspaces.',
  ],
  files: [
    {
      path: 'clusters/prod-eu-3/cluster.yaml',
      operation: 'create',
      generated: false,
      content: 'kind: Cluster\nmetadata: {name: prod-eu-3}\n',
      diff: [
        '--- /dev/null',
        '+++ b/clusters/prod-eu-3/cluster.yaml',
        '@@ -0,0 +1,2 @@',
        '+kind: Cluster',
        '+metadata: {name: prod-eu-3}',
        '',
      ].join('\n'),
      additions: 2,
      deletions: 0,
    },
    {
      path: 'rendered/prod-eu-3/gitops/manifests.yaml',
      operation: 'create',
      generated: true,
      content: 'apiVersion: v1\n',
      diff: '--- /dev/null\n+++ b/rendered/prod-eu-3/gitops/manifests.yaml\n@@ -0,0 +1 @@\n+apiVersion: v1\n',
      additions: 1,
      deletions: 0,
    },
  ],
  objects: [
    {
      op: 'add',
      cluster: 'prod-eu-3',
      part: 'infrastructure',
      ref: {
        group: 'cluster.x-k8s.io',
        version: 'v1beta2',
        kind: 'Cluster',
        namespace: 'fleet-prod-eu-3',
        name: 'prod-eu-3',
      },
      fields: [],
      consequences: [],
    },
  ],
  parts: [
    {
      cluster: 'prod-eu-3',
      part: 'infrastructure',
      kinds: ['Cluster', 'AWSManagedControlPlane', 'MachinePool'],
      added: 6,
      changed: 0,
      removed: 0,
    },
    {
      cluster: 'prod-eu-3',
      part: 'components/cert-manager',
      layer: 'required by base 2.1.0',
      kinds: ['Deployment'],
      added: 11,
      changed: 0,
      removed: 0,
    },
  ],
  counts: { added: 61, changed: 0, removed: 0 },
  verdict: aVerdict(),
  problems: [],
  clusters: ['prod-eu-3'],
  ...changes,
});
