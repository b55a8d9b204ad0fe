import { z } from 'zod';
import * as f from './fields';

const workspaces = z.strictObject({
  admit: f.labelSelector
    .describe('Labels of workspaces that may come; absent: every one')
    .optional(),
  ceiling: z
    .record(z.string(), f.quantity)
    .meta({
      description: 'How much the workspaces may take together',
      examples: [{ 'requests.cpu': '200' }],
    })
    .optional(),
});

const upgrades = z.strictObject({
  paused: z.boolean().describe('Rollouts leave this cluster out').optional(),
  window: z
    .strictObject({
      schedule: f.cron.describe('When it opens, as five fields of cron'),
      timeZone: f.timeZone
        .describe('Time zone of the schedule; absent: UTC')
        .optional(),
      duration: f.duration.describe('How long it stays open'),
    })
    .describe('When this cluster may be upgraded')
    .optional(),
});

/** `clusters/<name>/cluster.yaml`. */
export const clusterSchema = f.kind(
  'Cluster',
  'One cluster: its model, where it runs, and what is particular to it',
  z.strictObject({
    owner: f.ownerRef,
    model: f.pinned.describe('The model that it is made of, in one version'),
    variant: f.dnsLabel
      .describe('A variant of the model, or of one of its ancestors')
      .optional(),
    provider: f.dnsLabel.describe(
      'One of the model’s providers, by name; never changes',
    ),
    managedBy: f.dnsLabel
      .describe('The cluster that runs Cluster API for this one; never changes')
      .optional(),
    variables: f.anyMap
      .describe('Values for what the model and the provider declare')
      .optional(),
    components: z
      .array(f.componentEntry)
      .describe('More components, or other values; locks of the model hold')
      .optional(),
    patches: z
      .array(f.patch)
      .describe(
        'Last resort: patches of rendered objects of patchable components',
      )
      .optional(),
    workspaces: workspaces
      .describe('Which workspaces may come, and how much they may take')
      .optional(),
    upgrades: upgrades.describe('When this cluster may be upgraded').optional(),
    lifecycle: z
      .enum(['Active', 'Decommissioning'])
      .describe('Decommissioning drains the cluster before its file is removed')
      .optional(),
    removal: z
      .strictObject({
        step: z
          .int()
          .min(1)
          .describe('How far it has come; absent: 1, in which nothing leaves'),
      })
      .describe(
        'Of a cluster that is decommissioned: workspaces leave at step 2, components from step 3 on',
      )
      .optional(),
    deletionPolicy: z
      .enum(['Delete', 'Orphan'])
      .describe('What becomes of the machines when the file is removed')
      .optional(),
    drift: f.driftChecks.describe('What counts as drift').optional(),
  }),
);
