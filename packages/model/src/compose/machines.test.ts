import { complaints, loaded } from '../__fixtures__/loaded';
import {
  BASE,
  METAL,
  PROD,
  replace,
  STANDARD,
} from '../__fixtures__/smallFleet';
import type { FleetEdits } from '../__fixtures__/smallFleet';
import { parseManifests } from '../source/manifests';
import { renderCluster } from '../render/cluster';
import { composeCluster } from './compose';

const VERSIONS = replace(
  '{"1.35": v1.35.4}',
  '{"1.31": v1.31.9, "1.32": v1.32.8, "1.35": v1.35.4, "1.36": v1.36.1}',
);

/** The small fleet with more versions of Kubernetes, and something more to its pool. */
const pool = (more: string): FleetEdits => ({
  [METAL]: VERSIONS,
  [STANDARD]: replace('machineType: small', `machineType: small, ${more}`),
});

const versionOf = (edits: FleetEdits) => {
  const { files } = renderCluster(loaded(edits), 'prod');
  const path = 'rendered/prod/infrastructure/manifests.yaml';
  const machines = parseManifests(files.get(path) ?? '');
  const found = machines.find(({ kind }) => kind === 'MachineDeployment');
  return /"version":"([^"]*)"/.exec(JSON.stringify(found))?.[1];
};

describe('the Kubernetes of a pool', () => {
  const perPool = (edits: FleetEdits): FleetEdits => ({
    ...edits,
    'providers/metal/1.0.0/infrastructure/cluster.yaml': replace(
      '${cluster.kubernetesVersion}',
      '${pool.kubernetesVersion}',
    ),
  });

  it('is its control plane’s where it says nothing', () => {
    expect(versionOf(perPool({ [METAL]: VERSIONS }))).toBe('v1.35.4');
  });

  it('may be up to three minor versions behind', () => {
    expect(versionOf(perPool(pool('kubernetes: "1.32"')))).toBe('v1.32.8');
  });
});

const CASES: [what: string, edits: FleetEdits, told: string[]][] = [
  [
    'a pool ahead of its control plane',
    pool('kubernetes: "1.36"'),
    [
      `clusters/prod/cluster.yaml:6:10  pool default on Kubernetes 1.36 is ahead of its control plane (1.35)
  ${STANDARD}:13 asks for 1.36.
  Between 1.32 and 1.35 it works.`,
    ],
  ],
  [
    'a pool too far behind',
    pool('kubernetes: "1.31"'),
    [
      `clusters/prod/cluster.yaml:6:10  pool default on Kubernetes 1.31 is more than 3 minor versions behind its control plane (1.35)
  ${STANDARD}:13 asks for 1.31.
  Between 1.32 and 1.35 it works.`,
    ],
  ],
  [
    'a pool’s version that the provider lacks',
    pool('kubernetes: "1.34"'),
    [
      `clusters/prod/cluster.yaml:7:13  metal 1.0.0 has no Kubernetes 1.34
  ${STANDARD}:13 asks for 1.34.
  It has: 1.31, 1.32, 1.35, 1.36.`,
    ],
  ],
  [
    'bounds the wrong way round',
    pool('autoscaling: {min: 5, max: 2}'),
    [
      `clusters/prod/cluster.yaml:6:10  pool default can't have at least 5 and at most 2 machines
  ${STANDARD}:13 asks for 5 to 2.`,
    ],
  ],
  [
    'a machine type that the provider lacks',
    { [STANDARD]: replace('machineType: small', 'machineType: huge') },
    [
      `clusters/prod/cluster.yaml:7:13  metal has no machine type huge
  ${STANDARD}:13 asks for huge.
  It has: small, large.`,
    ],
  ],
  [
    'a version without a machine image',
    {
      [METAL]: replace(
        '  machineTypes:',
        '  machineImages: {"1.36": image-36}\n  machineTypes:',
      ),
    },
    [
      `clusters/prod/cluster.yaml:7:13  metal has no machine image for Kubernetes 1.35
  ${BASE}:13 asks for 1.35.
  It has them for: 1.36.`,
    ],
  ],
  [
    'a control plane of unknown size',
    {
      [BASE]: replace(
        '    controlPlane: {replicas: 3, machineType: small}\n',
        '',
      ),
    },
    [
      `clusters/prod/cluster.yaml:6:10  metal makes machines, and no layer says how many for the control plane
  Give the model cluster.controlPlane with replicas and machineType.`,
    ],
  ],
  [
    'a pool of unknown machines',
    { [STANDARD]: replace(', machineType: small', '') },
    [
      `clusters/prod/cluster.yaml:6:10  metal makes machines, and no layer says of which type in pool default
  Give the pool a machineType: small, large.`,
    ],
  ],
  [
    'a cluster without a Kubernetes',
    { [BASE]: replace('    kubernetes: "1.35"\n', '') },
    [
      `clusters/prod/cluster.yaml:6:10  metal makes machines, and no layer says with which Kubernetes
  Give the model cluster.kubernetes.`,
    ],
  ],
  [
    'a control plane that can split into halves',
    { [BASE]: replace('replicas: 3', 'replicas: 2') },
    [
      `clusters/prod/cluster.yaml:7:13  a control plane of 2 has no majority when it splits: etcd wants an odd number
  ${BASE}:14 asks for 2.
  Use 3.`,
    ],
  ],
];

describe('machines that can’t be are told with the place that asks for them', () => {
  it.each(CASES)('%s', (_what, edits, told) => {
    expect(complaints(edits)).toEqual(told);
  });
});

describe('what means nothing on a provider', () => {
  it('is taken out, and said', () => {
    const managed = loaded({
      [METAL]: replace('controlPlane: SelfManaged', 'controlPlane: Managed'),
    });
    const { composed } = composeCluster(managed, 'prod');
    expect(composed?.cluster.controlPlane).toBeUndefined();
    expect(composed?.ignored).toEqual([
      { field: 'controlPlane', reason: 'metal runs the control plane itself' },
    ]);
    expect(
      renderCluster(managed, 'prod').files.get('rendered/prod/resolved.yaml'),
    ).toContain(
      '  ignored:\n    - field: controlPlane\n      reason: metal runs the control plane itself\n',
    );
  });

  it('is so where somebody else runs the machines', () => {
    expect(composeCluster(loaded(), 'mgmt').composed?.ignored).toEqual([
      {
        field: 'controlPlane',
        reason: 'somebody else runs the machines on existing',
      },
    ]);
  });

  it('is what the provider says', () => {
    const { composed } = composeCluster(
      loaded({
        [METAL]: replace(
          '  machineTypes:',
          '  ignores: {network: the rack has its own}\n  machineTypes:',
        ),
        [BASE]: replace(
          '    kubernetes:',
          '    network: {pods: [10.0.0.0/16]}\n    kubernetes:',
        ),
      }),
      'prod',
    );
    expect(composed?.cluster).not.toHaveProperty('network');
    expect(composed?.ignored).toEqual([
      { field: 'network', reason: 'the rack has its own' },
    ]);
  });

  it('is nothing where everything means something', () => {
    const files = renderCluster(loaded(), 'prod').files;
    expect(files.get('rendered/prod/resolved.yaml')).not.toContain('ignored');
  });
});

describe('what a provider’s nodes need', () => {
  const needs = (more: string): FleetEdits => ({
    [METAL]: replace(
      '  capabilities:',
      `  nodesNeed: [network]\n  capabilities:${more}`,
    ),
    'components/cni/1.0.0/component.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: cni}
spec:
  version: 1.0.0
  provides: [network]
  source: {manifests: {path: manifests/}}
`,
    'components/cni/1.0.0/manifests/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: cni, namespace: kube-system}
`,
  });

  it('is in every cluster there, whatever its model lists', () => {
    const fleet = loaded(needs('\n    network: {name: cni, version: 1.0.0}'));
    const { composed } = composeCluster(fleet, 'prod');
    expect(composed?.capabilities).toEqual(['network', 'storage']);
    expect(composed?.components.find(c => c.name === 'cni')).toMatchObject({
      layer: 'provides network on metal',
    });
    const mgmt = composeCluster(fleet, 'mgmt').composed;
    expect(mgmt?.components.map(c => c.name)).not.toContain('cni');
  });

  it('is an error where the provider has nothing for it', () => {
    expect(complaints(needs(''))).toEqual([
      `clusters/prod/cluster.yaml:7:13  nothing provides network on metal
  ${METAL}:12 asks for network.
  These could: cni 1.0.0.`,
    ]);
  });
});

describe('a pool with bounds', () => {
  const bounded = (table: string): FleetEdits => ({
    [METAL]: replace('  capabilities:', `  capabilities:${table}`),
    [STANDARD]: replace(
      'machineType: small',
      'machineType: small, autoscaling: {min: 1, max: 4}',
    ),
    'components/scaler/1.0.0/component.yaml': `apiVersion: flotilla.dev/v1alpha1
kind: Component
metadata: {name: scaler}
spec:
  version: 1.0.0
  provides: [autoscaling]
  source: {manifests: {path: manifests/}}
`,
    'components/scaler/1.0.0/manifests/settings.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: scaler, namespace: kube-system}
`,
  });
  const row = '\n    autoscaling: {name: scaler, version: 1.0.0}';
  const componentsOf = (edits: FleetEdits) =>
    composeCluster(loaded(edits), 'prod').composed?.components.map(c => c.name);

  it('brings the autoscaler of the provider’s table', () => {
    expect(componentsOf(bounded(row))).toContain('scaler');
  });

  it('brings none where the infrastructure scales by itself', () => {
    expect(componentsOf(bounded(''))).not.toContain('scaler');
  });

  it('is what asks for it: without bounds nobody does', () => {
    const { [STANDARD]: _, ...rest } = bounded(row);
    expect(componentsOf(rest)).not.toContain('scaler');
  });

  it('says so where somebody switches the autoscaler off', () => {
    const off = {
      ...bounded(row),
      [PROD]: replace(
        '  components:',
        '  components:\n    - {name: scaler, enabled: false}',
      ),
    };
    expect(complaints(off).join()).toContain(
      'nothing provides autoscaling: scaler is disabled',
    );
  });
});
