import { z } from 'zod';
import * as f from './fields';

/** `clusters/<name>/cluster.yaml`. */
export const clusterSchema = f.kind(
  'Cluster',
  z.strictObject({
    owner: f.ownerRef,
    model: f.pinned,
    variant: f.dnsLabel.optional(),
    provider: f.dnsLabel,
    managedBy: f.dnsLabel.optional(),
    variables: f.anyMap.optional(),
    components: z.array(f.componentEntry).optional(),
    patches: z.array(f.patch).optional(),
    workspaces: z
      .strictObject({
        admit: f.labelSelector.optional(),
        ceiling: z.record(z.string(), f.quantity).optional(),
      })
      .optional(),
    upgrades: z
      .strictObject({
        paused: z.boolean().optional(),
        window: z
          .strictObject({
            schedule: z.string(),
            timeZone: z.string().optional(),
            duration: z.string(),
          })
          .optional(),
      })
      .optional(),
    lifecycle: z.enum(['Active', 'Decommissioning']).optional(),
    deletionPolicy: z.enum(['Delete', 'Orphan']).optional(),
    drift: f.driftRules.optional(),
  }),
);
