import { schemaProblems } from '@flotilla/testbed';
import fc from 'fast-check';
import { sampleWith } from './__testUtils__/sampleClusters';
import type { NewCluster } from './__testUtils__/sampleClusters';
import type { FleetFiles } from './files';
import type { FleetSources } from './load/sources';
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

function problemsOf(fleet: FleetSources, name: string, previous?: FleetFiles) {
  const { parts, files, problems } = renderCluster(fleet, name, previous);
  const machines = parts.find(part => part.name === 'infrastructure');
  const objects = machines?.objects ?? [];
  return {
    files,
    objects,
    problems: [
      ...problems.map(formatProblem),
      ...objects.flatMap(object => schemaProblems(object)),
    ],
  };
}

describe('a cluster of any shape', () => {
  it('renders on every provider to what the API server takes, and so does every change of it', () => {
    fc.assert(
      fc.property(shape, shape, (before, after) => {
        const [first, second, again] = [before, after, after].map(fleetOf);
        for (const provider of PROVIDERS) {
          const born = problemsOf(first, provider);
          expect(born.problems).toEqual([]);
          expect(born.objects.length).toBeGreaterThan(2);
          const changed = problemsOf(second, provider, born.files);
          expect(changed.problems).toEqual([]);
          const settled = renderCluster(again, provider, changed.files);
          expect(settled.files).toEqual(changed.files);
        }
      }),
      { numRuns: 8 },
    );
  });
});
