import { z } from 'zod';
import * as f from './fields';

/** `providers/<name>/<version>/provider.yaml`. */
export const providerSchema = f.kind(
  'Provider',
  'What the abstract of a model becomes on one infrastructure',
  z.strictObject({
    version: f.version.describe('Its version; the same as in the path'),
    description: f.text.describe('For people who choose').optional(),
    controlPlane: z
      .enum(['Managed', 'SelfManaged', 'None'])
      .describe(
        'Whether a model’s control plane replicas and machine type mean anything here',
      ),
    infrastructure: z
      .strictObject({
        manifests: f.filled.describe(
          'Folder beside this file with Cluster API objects, ${ … } in leaves',
        ),
      })
      .describe('What is applied on the management cluster')
      .optional(),
    variables: z
      .array(f.variable)
      .describe('What this provider needs beyond the model')
      .optional(),
    kubernetesVersions: z
      .record(z.string(), z.string())
      .meta({
        description: 'Minor version of a model → full version here',
        examples: [{ '1.35': 'v1.35.4' }],
      })
      .optional(),
    machineTypes: z
      .record(z.string(), f.anyValue)
      .meta({
        description: 'Machine type of a model → what it is here',
        examples: [{ small: 't3.large' }],
      })
      .optional(),
    machineImages: z
      .record(z.string(), f.anyValue)
      .meta({
        description:
          'Minor version → operating system image, where one is named',
        examples: [{ '1.35': 'ubuntu-2404-kube-v1.35.4' }],
      })
      .optional(),
    ignores: z
      .partialRecord(
        z.enum(['network', 'controlPlane', 'healthChecks', 'identity']),
        f.filled,
      )
      .meta({
        description:
          'Part of a model’s cluster block that means nothing here → why',
        examples: [{ healthChecks: 'node groups repair themselves' }],
      })
      .optional(),
    nodesNeed: z
      .array(f.filled)
      .describe(
        'Capabilities without which no node here becomes Ready: every cluster has them, and bootstrap brings them',
      )
      .optional(),
    capabilities: z
      .record(z.string(), f.pinned)
      .describe('Capability → the component that provides it here')
      .optional(),
  }),
);
