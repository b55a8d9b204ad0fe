import { z } from 'zod';
import * as f from './fields';

/** `fleet.yaml`: one a repository. */
export const fleetSchema = f.kind(
  'Fleet',
  z.strictObject({
    format: z
      .literal(1, {
        error: issue =>
          `format ${JSON.stringify(
            issue.input,
          )} isn't known to this Flotilla: it renders format 1`,
      })
      .meta({
        description: 'Of what is rendered; raised only by a deliberate edit',
      }),
    engine: z.enum(['Flux', 'ArgoCD']),
    repository: z.strictObject({
      url: z.string().min(1),
      branch: z.string().min(1),
      secretRef: f.dnsLabel.optional(),
    }),
    owner: f.ownerRef,
    roles: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          subjects: z.array(z.string().min(1)),
        }),
      )
      .optional(),
    requesters: z
      .strictObject({ publicKeys: z.array(z.string()).optional() })
      .optional(),
    limits: z
      .strictObject({
        clustersPerPullRequest: z.union([z.string(), z.number()]).optional(),
      })
      .optional(),
    images: z
      .strictObject({
        mirrors: z
          .array(
            z.strictObject({
              from: z.string().min(1),
              to: z.string().min(1),
            }),
          )
          .optional(),
      })
      .optional(),
    hub: z
      .strictObject({
        url: z.string().min(1).meta({
          description: 'Where agents report, such as https://…/api/flotilla',
        }),
        agentImage: z.string().min(1).optional(),
      })
      .optional(),
    drift: z
      .strictObject({
        ignore: z.array(f.ignoreRule).optional(),
        unmanaged: z
          .array(z.strictObject({ group: z.string(), kind: z.string().min(1) }))
          .optional(),
      })
      .optional(),
  }),
);
