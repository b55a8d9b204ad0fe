import { healthOf } from '@flotilla/drift';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestRepository } from '@flotilla/testbed';
import { isReady } from './engine/conditions';
import { KUSTOMIZATION } from './engine/fluxTypes';
import { listAt, stringAt, valueAt } from './objects/json';
import { FleetOptions } from './FleetOptions';
import { SimulatedFleet } from './SimulatedFleet';
import {
  childKustomizations,
  CONFIG,
  infrastructure,
} from './__testUtils__/childCluster';
import {
  bootstrapManifests,
  partKustomization,
} from './__testUtils__/fluxManifests';
import { waitFor } from './__testUtils__/waitFor';

let repository: TestRepository;
let state: string;
let fleet: SimulatedFleet;

async function start(
  options: Pick<FleetOptions, 'correctionInterval'> = {},
): Promise<SimulatedFleet> {
  const started = await SimulatedFleet.start({
    ...options,
    gitUrl: repository.folder,
    stateDirectory: state,
    engineInterval: 0.2,
    speed: 100,
  });
  started.on('problem', ({ error }) => {
    throw error;
  });
  return started;
}

function partReady(cluster: string, namespace: string, name: string): boolean {
  return isReady(
    fleet.cluster(cluster).api.find({ ...KUSTOMIZATION, namespace, name }),
  );
}

beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'simulated-fleet-'));
  repository = new TestRepository();
  repository.commit({
    'rendered/mgmt/bootstrap/manifests.yaml': bootstrapManifests('mgmt'),
    'rendered/mgmt/gitops/manifests.yaml': partKustomization(
      'mgmt',
      'components/settings',
    ),
    'rendered/mgmt/components/settings/manifests.yaml': CONFIG,
  });
  fleet = await start();
  await fleet.createCluster({
    name: 'mgmt',
    kubernetesVersion: '1.35.2',
    bootstrapped: true,
  });
});

afterEach(async () => {
  await fleet.stop();
  repository.remove();
  rmSync(state, { recursive: true, force: true });
});

it('bears the cluster that a merge asks for, bootstraps it, and tells when its agent is there', async () => {
  const events: string[] = [];
  fleet.on('cluster-created', cluster =>
    events.push(`created ${cluster.name}`),
  );
  fleet.on('agent-deployed', ({ cluster }) => events.push(`agent ${cluster}`));
  repository.commit(childKustomizations('v1.35.4'));
  await waitFor(() => events.includes('agent child'), 'the agent', 10);
  expect(events).toEqual(['created child', 'agent child']);
  await waitFor(
    () => partReady('child', 'flux-system', 'components-settings'),
    'the child to converge',
    10,
  );
  const child = fleet.cluster('child');
  expect(child.kubernetesVersion).toBe('1.35.4');
  await waitFor(() => child.api.list('v1', 'Node').length === 3, 'its nodes');
  const { api } = fleet.cluster('mgmt');
  const cluster = api.find({
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'Cluster',
    namespace: 'fleet-child',
    name: 'child',
  });
  expect(cluster?.status).toMatchObject({
    phase: 'Provisioned',
    initialization: {
      infrastructureProvisioned: true,
      controlPlaneInitialized: true,
    },
  });
});

it('rolls machines one by one to a new version, workers after the control plane', async () => {
  repository.commit(childKustomizations('v1.35.4'));
  await waitFor(() => fleet.clusters().length === 2, 'the birth', 10);
  const child = fleet.cluster('child');
  await waitFor(
    () => child.api.list('v1', 'Node').length === 3,
    'its nodes',
    10,
  );
  repository.commit({
    'rendered/child/infrastructure/manifests.yaml': infrastructure('v1.36.1'),
  });
  const versions = () =>
    child.api
      .list('v1', 'Node')
      .map(node => stringAt(node, 'status', 'nodeInfo', 'kubeletVersion'));
  await waitFor(
    () => versions().every(version => version === 'v1.36.1'),
    'the roll',
    10,
  );
  expect(child.kubernetesVersion).toBe('1.36.1');
  expect(versions()).toHaveLength(3);
});

it('keeps machines at their version while rollouts are slow, and rolls them when healed', async () => {
  repository.commit(childKustomizations('v1.35.4'));
  await waitFor(() => fleet.clusters().length === 2, 'the birth', 10);
  const versions = () =>
    fleet
      .cluster('child')
      .api.list('v1', 'Node')
      .map(node => stringAt(node, 'status', 'nodeInfo', 'kubeletVersion'));
  await waitFor(() => versions().length === 3, 'its nodes', 10);
  const mgmt = fleet.cluster('mgmt');
  mgmt.setFault('slow-rollout');
  repository.commit({
    'rendered/child/infrastructure/manifests.yaml': infrastructure('v1.36.1'),
  });
  const controlPlane = () =>
    mgmt.api.find({
      apiVersion: 'controlplane.cluster.x-k8s.io/v1beta2',
      kind: 'KubeadmControlPlane',
      namespace: 'fleet-child',
      name: 'child',
    });
  await waitFor(
    () => healthOf(controlPlane()).status === 'InProgress',
    'the upgrade to begin',
    10,
  );
  await mgmt.agenda.idle();
  expect(new Set(versions())).toEqual(new Set(['v1.35.4']));
  expect(partReady('mgmt', 'fleet-child', 'infrastructure-child')).toBe(false);
  mgmt.heal();
  await waitFor(
    () => versions().every(version => version === 'v1.36.1'),
    'the roll',
    10,
  );
});

it('goes on after a restart where it was: objects, uids, tokens, suspension', async () => {
  const before = fleet.cluster('mgmt');
  before.suspend('components-settings');
  before.edit({
    kind: 'ConfigMap',
    namespace: 'default',
    name: 'settings',
    patch: { data: { level: 'debug' } },
    manager: 'kubectl-edit',
  });
  const kubeconfig = before.kubeconfig().match(/token: (\S+)/)?.[1];
  await fleet.stop();
  fleet = await start();
  const after = fleet.cluster('mgmt');
  expect(after.uid).toBe(before.uid);
  expect(after.kubeconfig()).toContain(kubeconfig);
  expect(after.store.resourceVersion).toBeGreaterThanOrEqual(
    before.store.resourceVersion,
  );
  const settings = () =>
    after.api.find({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'settings',
    });
  expect(valueAt(settings(), 'data')).toEqual({ level: 'debug' });
  after.resume();
  await waitFor(
    () => valueAt(settings(), 'data', 'level') === 'info',
    'the correction',
  );
});

it('leaves an edit in sight for the correction interval', async () => {
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'default',
    name: 'settings',
  };
  await fleet.stop();
  fleet = await start({ correctionInterval: 1 });
  const mgmt = fleet.cluster('mgmt');
  const level = () => valueAt(mgmt.api.find(settings), 'data', 'level');
  mgmt.edit({
    ...settings,
    patch: { data: { level: 'debug' } },
    manager: 'kubectl-edit',
  });
  const editedAt = Date.now();
  await waitFor(() => level() === 'info', 'the correction');
  expect(Date.now() - editedAt).toBeGreaterThanOrEqual(1000);
});

it('keeps a fight going until healed', async () => {
  const mgmt = fleet.cluster('mgmt');
  mgmt.fight(
    {
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'settings',
      patch: { data: { level: 'debug' } },
      manager: 'Lens',
    },
    0.1,
  );
  const settings = () =>
    mgmt.api.find({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'settings',
    });
  const managers = () =>
    settings()?.metadata.managedFields?.map(entry => entry.manager) ?? [];
  await waitFor(() => managers().includes('Lens'), 'the edit');
  await waitFor(() => !managers().includes('Lens'), 'the correction');
  await waitFor(() => managers().includes('Lens'), 'the edit again');
  mgmt.heal();
  await waitFor(() => valueAt(settings(), 'data', 'level') === 'info', 'peace');
  expect(mgmt.acts.fights()).toEqual([]);
});

it('says what is missing when a cluster has nothing rendered', async () => {
  await expect(
    fleet.createCluster({
      name: 'nowhere',
      kubernetesVersion: '1.35.2',
      bootstrapped: true,
    }),
  ).rejects.toThrow(
    "cluster nowhere can't be bootstrapped: there is no rendered/nowhere/bootstrap/manifests.yaml",
  );
});

it('gives the child a kubeconfig Secret that only the administrator may read', async () => {
  repository.commit(childKustomizations('v1.35.4'));
  const secret = () =>
    fleet.cluster('mgmt').api.find({
      apiVersion: 'v1',
      kind: 'Secret',
      namespace: 'fleet-child',
      name: 'child-kubeconfig',
    });
  await waitFor(() => secret() !== undefined, 'the Secret', 10);
  expect(listAt(secret(), 'metadata', 'ownerReferences')).toEqual([]);
  expect(
    Buffer.from(stringAt(secret(), 'data', 'value') ?? '', 'base64').toString(),
  ).toContain('/clusters/child');
});
