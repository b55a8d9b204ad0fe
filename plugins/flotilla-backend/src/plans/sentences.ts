import {
  Change,
  PlanFile,
  PlanPart,
} from '@flotilla/backstage-plugin-flotilla-common';
import { composeCluster, FleetSources } from '@flotilla/model';

/** What comes of a change, as sentences tell it. */
export interface Planned {
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

function subject(change: Change, { after, reached }: Planned): string[] {
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
    default:
      return [change.title];
  }
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
