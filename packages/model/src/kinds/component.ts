import { z } from 'zod';
import { isRecord } from '../source/pointer';
import * as f from './fields';

const valuesFrom = z.strictObject({
  kind: z.enum(['Secret', 'ConfigMap']).describe('What holds the values'),
  name: f.dnsLabel.describe('Its name, in the component’s namespace'),
  valuesKey: f.text.describe('The key to read; absent: values.yaml').optional(),
});

const helm = z.strictObject({
  repository: f.filled.describe(
    'Address of the chart repository or oci:// registry',
  ),
  chart: f.filled.describe('Name of the chart'),
  version: f.filled.describe('Version of the chart'),
  role: f.dnsLabel
    .describe(
      'A RoleTemplate of scope Cluster with what installing it may do; absent: everything',
    )
    .optional(),
  valuesFrom: z
    .array(valuesFrom)
    .describe('Values that are in the cluster, such as credentials')
    .optional(),
});

const SOURCES = ['manifests', 'helm', 'kustomize'] as const;

const source = z
  .strictObject({
    manifests: z
      .strictObject({
        path: f.filled.describe('Folder beside this file'),
        expressions: z
          .boolean()
          .describe('Whether ${ … } in these manifests is CEL')
          .optional(),
      })
      .describe('Manifests, rendered here')
      .optional(),
    helm: helm
      .describe('A chart, rendered in the cluster by the engine')
      .optional(),
    kustomize: z
      .strictObject({ path: f.filled.describe('Folder beside this file') })
      .describe('A kustomization, built in the cluster by the engine')
      .optional(),
  })
  .refine(
    given => SOURCES.filter(key => given[key] !== undefined).length === 1,
    {
      error: `needs exactly one of ${SOURCES.join(', ')}`,
      // Said beside other faults too, as an editor does.
      when: ({ value }) => isRecord(value),
    },
  )
  .meta({
    description: 'What it installs: exactly one of these',
    oneOf: SOURCES.map(key => ({ required: [key] })),
  });

const vendoredFrom = z.strictObject({
  helm: z
    .strictObject({
      repository: f.text.describe('Address of the chart repository'),
      chart: f.text.describe('Name of the chart'),
      version: f.text.describe('Version of the chart'),
      digest: f.text.describe('Digest of the chart’s archive').optional(),
      kubernetes: f.text
        .describe('The version of Kubernetes that it was rendered for')
        .optional(),
    })
    .describe('The chart that the manifests were made from')
    .optional(),
  kustomize: z
    .strictObject({
      url: f.text.describe('Address of the kustomization'),
      digest: f.text.describe('Digest of what was built').optional(),
    })
    .describe('The kustomization that the manifests were made from')
    .optional(),
});

/** `components/<name>/<version>/component.yaml`. */
export const componentSchema = f.kind(
  'Component',
  'Something that runs in clusters, in one version',
  z.strictObject({
    version: f.version.describe('Its version; the same as in the path'),
    description: f.text.describe('For people who choose').optional(),
    owner: f.ownerRef.optional(),
    provides: z
      .array(f.filled)
      .describe('Capabilities that it gives a cluster')
      .optional(),
    dependsOn: z
      .array(f.dnsLabel.describe('A component, by name'))
      .describe('Components that must be there first')
      .optional(),
    namespace: f.dnsLabel
      .describe('For objects that don’t name one')
      .optional(),
    requires: z
      .strictObject({
        kubernetes: f.versionRange
          .describe('Versions of Kubernetes that it runs on')
          .optional(),
        providers: z
          .array(f.dnsLabel.describe('A provider, by name'))
          .describe('Providers that it runs on; absent: every one')
          .optional(),
      })
      .describe('Where it runs')
      .optional(),
    values: f.anyMap
      .describe('Its own values, under those of every layer')
      .optional(),
    valuesSchema: f.anyMap
      .describe('JSON Schema that composed values must fit')
      .optional(),
    source,
    vendoredFrom: vendoredFrom
      .describe('Where vendored manifests come from')
      .optional(),
    patches: z
      .array(f.patch)
      .describe('How values reach the manifests; ${ … } works here')
      .optional(),
    drift: f.driftRules.optional(),
  }),
);
