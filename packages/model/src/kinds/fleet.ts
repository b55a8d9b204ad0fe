import { z } from 'zod';
import * as f from './fields';

const REGISTRY_PLACE =
  /^[A-Za-z0-9.[\]-]+(:[0-9]+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*\/?$/;

const repository = z.strictObject({
  url: f.filled.describe(
    'Where clusters read this repository; oci:// for a registry that it is published to',
  ),
  branch: f.filled.describe(
    'The branch that clusters follow; the tag, where they read a registry',
  ),
  interval: f.duration
    .describe('How often clusters look for something new; absent: 1m')
    .optional(),
  secretRef: f.dnsLabel
    .describe('The Secret with the credential, in the engine’s namespace')
    .optional(),
});

const role = z.strictObject({
  name: f.filled.describe('The role, as policies name it'),
  subjects: z
    .array(f.filled)
    .describe('Users and teams of the Git host, such as @acme/platform'),
});

/** As in the name of an image: no scheme, no tag. */
const registry = z.string().regex(REGISTRY_PLACE, {
  error: issue =>
    `${JSON.stringify(
      issue.input,
    )} isn't a registry or a place in one: write docker.io, or registry.example/hub`,
});

const mirror = z.strictObject({
  from: registry.describe('A registry, or a registry with a path'),
  to: registry.describe('What stands in its place'),
});

const unmanaged = z.strictObject({
  group: f.text.describe('API group; empty for the core group'),
  kind: f.filled.describe('Kind of the objects'),
});

const drift = f.driftChecks.extend({
  unmanaged: z
    .array(unmanaged)
    .describe('Kinds of which an object that Git doesn’t know is a finding')
    .optional(),
});

/** `fleet.yaml`: one a repository. */
export const fleetSchema = f.kind(
  'Fleet',
  'One a repository: how its clusters are delivered to, and who is who',
  z.strictObject({
    format: z
      .literal(1, {
        error: issue =>
          `format ${JSON.stringify(
            issue.input,
          )} isn't known to this Flotilla: it renders format 1`,
      })
      .describe(
        'Of what is rendered: a newer Flotilla renders the same bytes until this is raised',
      ),
    engine: z
      .enum(['Flux', 'ArgoCD'])
      .describe('What applies the rendered objects in each cluster'),
    repository: repository.describe('How clusters read this repository'),
    owner: f.ownerRef,
    roles: z.array(role).describe('Who is who for policies').optional(),
    requesters: z
      .strictObject({
        publicKeys: z
          .array(f.text)
          .describe('Public keys of portals, in PEM')
          .optional(),
      })
      .describe('Portals whose word policies take for who asked')
      .optional(),
    limits: z
      .strictObject({
        clustersPerPullRequest: f.share
          .describe('How many clusters one pull request may reach')
          .optional(),
      })
      .describe('Past these, a Rollout or an operator’s approval')
      .optional(),
    images: z
      .strictObject({
        mirrors: z
          .array(mirror)
          .refine(
            mirrors =>
              new Set(mirrors.map(m => m.from)).size === mirrors.length,
            { error: 'a registry has two mirrors: leave one' },
          )
          .describe('Rewritten wherever an image stands')
          .optional(),
      })
      .describe('Where images come from')
      .optional(),
    hub: z
      .strictObject({
        url: f.filled.describe(
          'Where agents report, such as https://…/api/flotilla',
        ),
        agentImage: f.filled.describe('The agent’s image').optional(),
      })
      .describe('The portal that this fleet’s agents report to')
      .optional(),
    drift: drift.describe('What counts as drift in all clusters').optional(),
  }),
);
