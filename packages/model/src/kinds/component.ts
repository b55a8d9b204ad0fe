import { z } from 'zod';
import * as f from './fields';

const helmSource = z.strictObject({
  repository: z.string().min(1),
  chart: z.string().min(1),
  version: z.string().min(1),
  valuesFrom: z
    .array(
      z.strictObject({
        kind: z.enum(['Secret', 'ConfigMap']),
        name: f.dnsLabel,
        valuesKey: z.string().optional(),
      }),
    )
    .optional(),
});

const source = z
  .strictObject({
    manifests: z
      .strictObject({
        path: z.string().min(1),
        expressions: z.boolean().optional(),
      })
      .optional(),
    helm: helmSource.optional(),
    kustomize: z.strictObject({ path: z.string().min(1) }).optional(),
  })
  .refine(given => Object.values(given).filter(Boolean).length === 1, {
    error: 'needs exactly one of manifests, helm and kustomize',
  });

/** `components/<name>/<version>/component.yaml`. */
export const componentSchema = f.kind(
  'Component',
  z.strictObject({
    version: f.version,
    description: z.string().optional(),
    owner: f.ownerRef.optional(),
    provides: z.array(z.string().min(1)).optional(),
    dependsOn: z.array(f.dnsLabel).optional(),
    namespace: f.dnsLabel.optional(),
    requires: z
      .strictObject({
        kubernetes: z.string().optional(),
        providers: z.array(f.dnsLabel).optional(),
      })
      .optional(),
    values: f.anyMap.optional(),
    valuesSchema: f.anyMap.optional(),
    source,
    vendoredFrom: z
      .strictObject({
        helm: z
          .strictObject({
            repository: z.string(),
            chart: z.string(),
            version: z.string(),
            digest: z.string().optional(),
          })
          .optional(),
        kustomize: z
          .strictObject({ url: z.string(), digest: z.string().optional() })
          .optional(),
      })
      .optional(),
    patches: z.array(f.patch).optional(),
    drift: f.driftRules.optional(),
  }),
);
