import { z } from 'zod';
import * as f from './fields';

/** `providers/<name>/<version>/provider.yaml`. */
export const providerSchema = f.kind(
  'Provider',
  z.strictObject({
    version: f.version,
    description: z.string().optional(),
    controlPlane: z.enum(['Managed', 'SelfManaged', 'None']),
    infrastructure: z.strictObject({ manifests: z.string().min(1) }).optional(),
    variables: z.array(f.variable).optional(),
    kubernetesVersions: z.record(z.string(), z.string()).optional(),
    machineTypes: z.record(z.string(), f.anyValue).optional(),
    machineImages: z.record(z.string(), z.string()).optional(),
    capabilities: z.record(z.string(), f.pinned).optional(),
  }),
);
