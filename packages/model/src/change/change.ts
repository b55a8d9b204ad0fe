/** A cluster that somebody asks for. @public */
export interface NewCluster {
  name: string;
  owner: string;
  labels: Record<string, string>;
  model: { name: string; version: string };
  variant?: string;
  provider: string;
  managedBy?: string;
  variables: Record<string, unknown>;
}

/** A team workspace that somebody asks for. @public */
export interface NewWorkspace {
  name: string;
  owner: string;
  labels?: Record<string, string>;
  clusters: { names: string[] } | { matchLabels: Record<string, string> };
  namespaces: { name: string; labels?: Record<string, string> }[];
  access?: {
    role: string;
    subjects: {
      kind: 'Group' | 'User' | 'ServiceAccount';
      name: string;
      namespace?: string;
    }[];
  }[];
  quota?: Record<string, string | number>;
}

/** A change of the fleet repository, as forms and actions ask for it. @public */
export type Change =
  | { kind: 'CreateCluster'; cluster: NewCluster }
  | { kind: 'CreateWorkspace'; workspace: NewWorkspace }
  | {
      kind: 'UpgradeCluster';
      cluster: string;
      model: { name: string; version: string };
    }
  | {
      /** One step of a removal: 1 decommissions the cluster, the one after the last takes its file away. */
      kind: 'RemoveCluster';
      cluster: string;
      step: number;
    }
  | {
      kind: 'EditFiles';
      title: string;
      files: { path: string; content: string | null }[];
    };

/** The branch of a change's pull request: the same change always has the same branch. @public */
export function changeBranch(change: Change): string {
  switch (change.kind) {
    case 'CreateCluster':
      return `flotilla/cluster-create/${change.cluster.name}`;
    case 'CreateWorkspace':
      return `flotilla/workspace-create/${change.workspace.name}`;
    case 'UpgradeCluster':
      return `flotilla/cluster-upgrade/${change.cluster}-${change.model.version}`;
    case 'RemoveCluster':
      return `flotilla/cluster-removal/${change.cluster}-${change.step}`;
    default:
      return `flotilla/change/${slug(change.title)}`;
  }
}

/** What a change is, in one line. @public */
export function changeTitle(change: Change): string {
  switch (change.kind) {
    case 'CreateCluster': {
      const { name, model, provider } = change.cluster;
      return `Create cluster ${name} (${model.name} ${model.version} on ${provider})`;
    }
    case 'CreateWorkspace':
      return `Create workspace ${change.workspace.name}`;
    case 'UpgradeCluster':
      return `Move ${change.cluster} to ${change.model.name} ${change.model.version}`;
    case 'RemoveCluster':
      return change.step === 1
        ? `Decommission ${change.cluster}`
        : `Remove ${change.cluster}, step ${change.step}`;
    default:
      return change.title;
  }
}

function slug(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ['edit'];
  return words.join('-').slice(0, 60).replace(/-+$/, '');
}
