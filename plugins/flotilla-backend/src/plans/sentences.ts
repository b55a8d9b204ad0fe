import {
  Change,
  PlanFile,
  PlanPart,
  RemoveClusterChange,
} from '@flotilla/backstage-plugin-flotilla-common';
import { composeCluster, FleetSources, removalOf } from '@flotilla/model';

/** What comes of a change, as sentences tell it. */
export interface Planned {
  base: FleetSources | undefined;
  after: FleetSources | undefined;
  /** Clusters that the change reaches. */
  reached: readonly string[];
  files: readonly PlanFile[];
  parts: readonly PlanPart[];
}

/** What will happen, in sentences for the person who asks. */
export function planSentences(change: Change, planned: Planned): string[] {
  return [
    ...subject(change, planned),
    ...objects(planned.parts),
    ownFiles(planned.files.filter(file => !file.generated)),
  ];
}

function subject(change: Change, { base, after, reached }: Planned): string[] {
  switch (change.kind) {
    case 'CreateCluster':
      return newCluster(change.cluster.name, after);
    case 'CreateWorkspace': {
      const { name, namespaces } = change.workspace;
      const clusters = reached.filter(
        cluster =>
          after &&
          composeCluster(after, cluster).composed?.workspaces.some(
            workspace => workspace.name === name,
          ),
      );
      return [
        `Workspace ${name} with ${namespaces
          .map(namespace => namespace.name)
          .join(', ')} on ${clusters.join(', ') || 'no cluster yet'}.`,
      ];
    }
    case 'UpgradeCluster':
      return [
        `${change.cluster} moves to ${change.model.name} ${change.model.version}.`,
      ];
    case 'RemoveCluster':
      return removalStep(change, base);
    default:
      return [change.title];
  }
}

function removalStep(
  { cluster, step }: RemoveClusterChange,
  base: FleetSources | undefined,
): string[] {
  const removal = base && removalOf(base, cluster);
  // What is refused leads to nothing.
  if (!removal || step > removal.step + 1) {
    return [];
  }
  const { steps } = removal;
  if (step > steps.length) {
    return [
      `${cluster} leaves the fleet: ${
        machinesGo(base, cluster)
          ? 'its machines are deleted'
          : 'what is left of it keeps running'
      }.`,
    ];
  }
  const of = `step ${step} of ${steps.length} of its removal`;
  if (step === 1) {
    return [
      `${cluster} is decommissioned, ${of}: nothing leaves yet, what is to go loses its protection.`,
    ];
  }
  const leaving = steps[step - 1].join(', ');
  return [
    leaving
      ? `${cluster}, ${of}: ${leaving} leave.`
      : `${cluster}, ${of}: what stays gives up its load balancers and claims.`,
  ];
}

function machinesGo(base: FleetSources, name: string): boolean {
  const cluster = base.clusters.get(name)?.spec;
  const { provider } = composeCluster(base, name).composed ?? {};
  const makesMachines =
    provider &&
    base.providers.get(`${provider.name}/${provider.version}`)?.spec
      .infrastructure !== undefined;
  return (
    makesMachines === true &&
    cluster?.deletionPolicy !== 'Orphan' &&
    cluster?.managedBy !== undefined
  );
}

function newCluster(name: string, after: FleetSources | undefined): string[] {
  const composed = after && composeCluster(after, name).composed;
  if (!composed) {
    return [];
  }
  const { model, provider, managedBy, cluster, kubernetes } = composed;
  const pools = (cluster.workerPools ?? []).map(
    pool => `${pool.replicas ?? 0} ${pool.name} workers`,
  );
  const version = kubernetes?.version ?? kubernetes?.minor;
  const said = [
    `${name} is new on ${provider.name}, from ${model.name} ${model.version}`,
    ...(provider.controlPlane === 'Managed' ? ['managed control plane'] : []),
    ...(provider.controlPlane === 'None' ? [] : pools),
    ...(version ? [`Kubernetes ${version}`] : []),
    ...(managedBy ? [`made by ${managedBy}`] : []),
  ];
  return [`${said.join(', ')}.`];
}

function objects(parts: readonly PlanPart[]): string[] {
  const total = (count: 'added' | 'changed' | 'removed') =>
    parts.reduce((sum, part) => sum + part[count], 0);
  const said = [
    [total('added'), 'will exist'],
    [total('changed'), 'will be changed'],
    [total('removed'), 'will be deleted'],
  ] as const;
  const sentence = said
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
  return sentence ? [`Objects in the cluster: ${sentence}.`] : [];
}

function ownFiles(files: readonly PlanFile[]): string {
  return files.length === 1
    ? `1 file is yours: ${files[0].path}.`
    : `${files.length} files are yours.`;
}
