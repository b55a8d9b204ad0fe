import { schemaProblems } from '@flotilla/testbed';
import fc from 'fast-check';
import { sampleWith } from './__fixtures__/sampleClusters';
import type { NewCluster } from './__fixtures__/sampleClusters';
import { formatProblem } from './problems';
import { renderCluster } from './render/cluster';

const PROVIDERS = ['eks', 'aks', 'gke', 'vsphere', 'metal3', 'docker'];
const STANDARD = 'models/standard/1.5.0/model.yaml';

const dnsLabel = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
const labelKey = fc.stringMatching(/^[a-z]{1,8}\.example\/[a-z]{1,8}$/);

const taint = fc.record(
  {
    key: labelKey,
    value: dnsLabel,
    effect: fc.constantFrom('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  },
  { requiredKeys: ['key', 'effect'] },
);

const bounds = fc
  .tuple(fc.nat(20), fc.nat(20))
  .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b, 1) }));

const pool = fc.record(
  {
    name: dnsLabel,
    replicas: fc.nat(200),
    machineType: fc.constantFrom('small', 'standard', 'gpu'),
    kubernetes: fc.constantFrom('1.34', '1.35', '1.36'),
    labels: fc.dictionary(labelKey, dnsLabel, { maxKeys: 4 }),
    taints: fc.uniqueArray(taint, {
      maxLength: 3,
      selector: ({ key, effect }) => `${key}:${effect}`,
    }),
    autoscaling: bounds,
  },
  { requiredKeys: ['name', 'machineType'] },
);

const shape = fc.record({
  kubernetes: fc.constant('1.36'),
  controlPlane: fc.record({
    replicas: fc.constantFrom(1, 3, 5),
    machineType: fc.constantFrom('small', 'standard'),
  }),
  healthChecks: fc.option(
    fc.record(
      {
        unhealthyAfter: fc.constantFrom('90s', '5m', '1h'),
        maxUnhealthy: fc.constantFrom(2, '40%'),
      },
      { requiredKeys: [] },
    ),
  ),
  identity: fc.option(
    fc.record({
      oidc: fc.record({
        issuer: fc.constant('https://login.example'),
        clientId: dnsLabel,
      }),
    }),
  ),
  workerPools: fc.uniqueArray(pool, {
    maxLength: 4,
    selector: ({ name }) => name,
  }),
});

/** The sample with a model of that shape, on every provider. JSON is YAML. */
function fleetOf(cluster: unknown) {
  const clusters = PROVIDERS.map(
    (provider): NewCluster => ({
      name: provider,
      model: { name: 'standard', version: '1.5.0' },
      provider,
      variant: 'shaped',
    }),
  );
  return sampleWith(clusters, files => {
    const text = files.get(STANDARD) ?? '';
    const variant = JSON.stringify({ name: 'shaped', cluster });
    files.set(
      STANDARD,
      text.replace('  variants:\n', `  variants:\n    - ${variant}\n`),
    );
  });
}

describe('a cluster of any shape', () => {
  it('renders on every provider to what the API server takes, the same each time', () => {
    fc.assert(
      fc.property(shape, cluster => {
        const [fleet, again] = [fleetOf(cluster), fleetOf(cluster)];
        for (const provider of PROVIDERS) {
          const { parts, files, problems } = renderCluster(fleet, provider);
          expect(problems.map(formatProblem)).toEqual([]);
          const machines = parts.find(({ name }) => name === 'infrastructure');
          const objects = machines?.objects ?? [];
          expect(objects.length).toBeGreaterThan(2);
          expect(objects.flatMap(object => schemaProblems(object))).toEqual([]);
          expect(renderCluster(again, provider, files).files).toEqual(files);
        }
      }),
      { numRuns: 12 },
    );
  });
});
