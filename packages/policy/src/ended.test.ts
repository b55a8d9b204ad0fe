import { loadFleet, renderFleet } from '@flotilla/model';
import { judge } from './judge';
import { edited, fleetWith, proposed } from './__testUtils__/smallFleet';
import type { Edits } from './__testUtils__/smallFleet';

const MACHINES = 'rendered/prod-1/infrastructure/manifests.yaml';

const pool = (kind: string, api: string, spec: string) => `apiVersion: ${api}
kind: ${kind}
metadata:
  name: \${cluster.name}-\${pool.name}-\${pool.generation}
  namespace: \${cluster.namespace}
  annotations: {flotilla.dev/for-each: workerPools, flotilla.dev/immutable: /spec/type}
spec: ${spec}
`;

/** The small fleet with a managed pool of a machine type. */
const machine = (type: string): Edits => ({
  'providers/cloud/1.0.0/provider.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Provider
metadata: {name: cloud}
spec:
  version: 1.0.0
  controlPlane: Managed
  infrastructure: {manifests: infrastructure/}
  machineTypes: {small: ${type}}
`,
  'providers/cloud/1.0.0/infrastructure/pools.yaml': pool(
    'CloudPool',
    'infrastructure.cluster.x-k8s.io/v1beta2',
    '{type: "${provider.machineTypes[pool.machineType]}"}',
  ),
  'models/base/1.0.0/model.yaml': text =>
    text.replace(
      'version: 1.0.0}]',
      `version: 1.0.0}, {name: cloud, version: 1.0.0}]
  cluster: {workerPools: [{name: default, replicas: 1, machineType: small}]}`,
    ),
  'clusters/prod-1/cluster.yaml': text =>
    text.replace('provider: existing', 'provider: cloud\n  managedBy: dev-1'),
});

/** Files with `rendered/` as rendering gives it on top of what it gave before. */
function renderedOn(before: Map<string, string>, files: Map<string, string>) {
  const { fleet } = loadFleet(files);
  if (!fleet) throw new Error('there is no fleet');
  return new Map([...files, ...renderFleet(fleet, before).files]);
}

const first = fleetWith(machine('m1'));
/** Another machine type: two pools. */
const both = renderedOn(first, fleetWith(machine('m2')));

const verdictOn = (later: Map<string, string>) =>
  judge({
    ...proposed(both, later),
    actors: { author: 'linus', roles: [] },
    approvals: [],
  });

/** The machines as somebody left them, below the line that says what rendered them. */
const machines = (change: (documents: string[]) => string[]) =>
  edited(both, {
    [MACHINES]: text => {
      const start = text.indexOf('\n') + 1;
      const documents = text.slice(start).split('---\n');
      return text.slice(0, start) + change(documents).join('---\n');
    },
  });

const isFormer = (document: string) => document.includes('superseded-by');

it('lets a person end a pool whose place another one has taken', () => {
  const ended = machines(documents => documents.filter(one => !isFormer(one)));
  expect(ended.get(MACHINES)).not.toBe(both.get(MACHINES));
  expect(verdictOn(ended)).toMatchObject({ outcome: 'Allowed', findings: [] });
});

it.each([
  ['the pool that is used', (one: string) => (isFormer(one) ? [one] : [])],
  [
    'a pool that is left, changed',
    (one: string) => [one.replace('type: m1', 'type: m9')],
  ],
])('lets nobody touch %s', (_, change) => {
  expect(verdictOn(machines(all => all.flatMap(change)))).toMatchObject({
    outcome: 'Denied',
    findings: [{ policy: 'builtin/rendered-is-generated', path: MACHINES }],
  });
});

it('lets nobody bring a pool in as one that was there', () => {
  const before = fleetWith(machine('m2'));
  const verdict = judge({
    ...proposed(
      before,
      new Map([...before, [MACHINES, both.get(MACHINES) ?? '']]),
    ),
    actors: { author: 'linus', roles: [] },
    approvals: [],
  });
  expect(verdict.outcome).toBe('Denied');
});
