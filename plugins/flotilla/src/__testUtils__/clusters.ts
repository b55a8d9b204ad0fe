import type {
  Cluster,
  ClusterPage,
  ClusterSummary,
  Fleet,
} from '@flotilla/backstage-plugin-flotilla-common';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** An instant so many minutes before now, as the wire writes it. */
export const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * MINUTE).toISOString();

/** Fourteen days of drift, the last of them today. */
export const history = (
  ...drifted: (number | null)[]
): ClusterSummary['history'] =>
  Array.from({ length: 14 }, (_, index) => ({
    day: new Date(Date.now() - (13 - index) * DAY).toISOString().slice(0, 10),
    drifted: drifted[index - (14 - drifted.length)] ?? 0,
  })).map((day, index) =>
    drifted[index - (14 - drifted.length)] === null
      ? { ...day, drifted: null }
      : day,
  );

/** A cluster that is in sync, but for what `changes` say. */
export const aSummary = (
  changes: Partial<ClusterSummary> = {},
): ClusterSummary => {
  const name = changes.name ?? 'prod-eu-2';
  return {
    fleet: 'acme',
    name,
    entityRef: `resource:default/${name}`,
    owner: 'group:default/search',
    labels: { env: 'prod', region: 'eu-west-1' },
    environment: 'prod',
    region: 'eu-west-1',
    model: { name: 'standard', version: '1.5.0' },
    newerVersions: [],
    provider: 'eks',
    managedBy: 'mgmt-eu',
    kubernetesVersion: '1.35.4',
    state: 'InSync',
    reason: 'Holds what Git says at 0a1b2c3.',
    needsAttention: false,
    drift: {
      objects: 0,
      fields: 0,
      bySeverity: { low: 0, medium: 0, high: 0, critical: 0 },
    },
    correctedToday: 0,
    history: history(0),
    lastReportAt: minutesAgo(0.1),
    openRequests: 0,
    ...changes,
  };
};

/** A cluster that a person changed while its engine was suspended. */
export const aDriftedSummary = (): ClusterSummary =>
  aSummary({
    name: 'prod-eu-1',
    owner: 'group:default/payments',
    model: { name: 'standard', version: '1.4.0' },
    newerVersions: ['1.5.0'],
    state: 'Drifted',
    reason: 'image changed by kubectl-edit',
    needsAttention: true,
    drift: {
      objects: 2,
      fields: 4,
      bySeverity: { low: 2, medium: 0, high: 2, critical: 0 },
    },
    history: history(0, 0, 0, 2, 2, 1, 0, 0, 1, 3),
  });

/** A cluster that nothing has been heard of for a while. */
export const aSilentSummary = (): ClusterSummary =>
  aSummary({
    name: 'dc-berlin-2',
    provider: 'vsphere',
    region: 'berlin',
    state: 'Unknown',
    reason: 'Nothing heard for 14 min.',
    lastKnownState: 'InSync',
    needsAttention: true,
    drift: null,
    history: history(0, 0, 0, null),
    lastReportAt: minutesAgo(14),
  });

/** A cluster before anything of it exists. */
export const aStartingSummary = (): ClusterSummary =>
  aSummary({
    name: 'prod-eu-3',
    owner: 'group:default/payments',
    state: 'Starting',
    reason: 'Request #7 merged 3 min ago; waits for the control plane.',
    kubernetesVersion: undefined,
    lastReportAt: undefined,
    drift: null,
    history: [],
    openRequests: 1,
  });

/** A fleet repository that is read without trouble. */
export const aFleet = (changes: Partial<Fleet> = {}): Fleet => ({
  name: 'acme',
  owner: 'group:default/platform',
  repositoryUrl: 'https://github.com/acme/fleet',
  branch: 'main',
  commit: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
  fetchedAt: minutesAgo(0.5),
  problems: [],
  staleClusters: [],
  ...changes,
});

/** A page with these clusters on it. */
export const aPage = (
  items: ClusterSummary[],
  changes: Partial<ClusterPage> = {},
): ClusterPage => ({
  items,
  totalCount: items.length,
  counts: {
    attention: items.filter(({ needsAttention }) => needsAttention).length,
    drifted: items.filter(({ state }) => state === 'Drifted').length,
    outOfContact: items.filter(({ state }) => state === 'Unknown').length,
    upgrading: items.filter(({ state }) => state === 'Upgrading').length,
    all: items.length,
  },
  facets: {
    owner: [
      { value: 'group:default/payments', count: 1 },
      { value: 'group:default/search', count: 2 },
    ],
    model: [
      { value: 'standard/1.4.0', count: 1 },
      { value: 'standard/1.5.0', count: 2 },
    ],
    provider: [
      { value: 'eks', count: 2 },
      { value: 'vsphere', count: 1 },
    ],
    environment: [{ value: 'prod', count: 3 }],
    state: [{ value: 'Drifted', count: 1 }],
  },
  models: 3,
  newestReportAt: minutesAgo(0.07),
  fleets: [aFleet()],
  ...changes,
});

export const REVISION = 'main@sha1:0a1b2c3d4e5f60718293a4b5c6d7e8f901234567';

/** All that is known of a cluster that drifted while its engine is suspended. */
export const aCluster = (changes: Partial<Cluster> = {}): Cluster => ({
  summary: aDriftedSummary(),
  sync: {
    engine: 'Flux',
    inGit: { revision: REVISION, at: minutesAgo(126) },
    applied: { revision: REVISION, at: minutesAgo(125) },
    seen: { revision: REVISION, at: minutesAgo(0.1) },
    suspended: true,
    suspendedBy: 'flux',
    suspendedSince: minutesAgo(121),
    ready: 'True',
    message: 'Applied revision: main@sha1:0a1b2c3',
    stages: [
      {
        name: 'components-cert-manager',
        part: 'components/cert-manager',
        state: 'Applied',
      },
      {
        name: 'components-aws-load-balancer-controller',
        part: 'components/aws-load-balancer-controller',
        state: 'Suspended',
      },
    ],
  },
  objects: {
    desired: 214,
    current: 213,
    inProgress: 0,
    failed: 0,
    notFound: 1,
    unknown: 0,
    drifted: 2,
    ignored: 4,
  },
  parts: [
    {
      name: 'components/cert-manager',
      kind: 'Component',
      title: 'cert-manager',
      version: '1.18.2',
      layer: 'required by base 2.1.0',
      state: 'Applied',
      health: 'Current',
      objects: 41,
      drifted: 0,
    },
    {
      name: 'components/aws-load-balancer-controller',
      kind: 'Component',
      title: 'aws-load-balancer-controller',
      version: '2.14.0',
      layer: 'provides ingress on eks',
      state: 'Applied',
      health: 'Current',
      objects: 14,
      drifted: 1,
    },
    {
      name: 'components/prometheus',
      kind: 'Component',
      title: 'prometheus',
      version: '75.6.0',
      layer: 'this cluster: retention',
      state: 'Applied',
      health: 'InProgress',
      objects: 22,
      drifted: 0,
    },
    {
      name: 'workspaces/payments',
      kind: 'Workspace',
      title: 'payments',
      layer: 'workspaces/payments',
      state: 'Applied',
      health: 'Current',
      objects: 9,
      drifted: 0,
    },
  ],
  infrastructure: {
    seenFrom: 'mgmt-eu',
    asOf: minutesAgo(0.2),
    controlPlane: {
      name: 'prod-eu-1',
      kind: 'AWSManagedControlPlane',
      version: 'v1.35.4',
      ready: 'True',
    },
    pools: [
      {
        name: 'default',
        kind: 'MachinePool',
        desired: 5,
        actual: 5,
        version: 'v1.35.4',
        machineType: 'm6i.xlarge',
        ready: 'True',
      },
    ],
    conditions: [],
  },
  agent: {
    state: 'Approved',
    id: 'agent-1',
    fingerprint: 'SHA256:6Xk2kN1yQz0pXv3o6m3n0c9k2h5QmZVvS8nJm9o1b2c',
    approvedAt: minutesAgo(9000),
    approvedBy: 'user:default/ada',
    version: '0.1.0',
    lastReportAt: minutesAgo(0.1),
    delaySeconds: 1.4,
    heartbeatSeconds: 60,
    others: [],
  },
  conditions: [],
  problems: [],
  ...changes,
});
