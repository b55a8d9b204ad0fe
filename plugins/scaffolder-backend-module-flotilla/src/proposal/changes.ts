import {
  CreateClusterChange,
  CreateWorkspaceChange,
  EditFilesChange,
  RemoveClusterChange,
} from '@flotilla/backstage-plugin-flotilla-common';

// A form leaves a field that nobody touched empty. In a change it is absent: then the fleet's own defaults hold.

export interface ClusterInput {
  name: string;
  owner: string;
  model: string;
  modelVersion: string;
  provider: string;
  managedBy?: string;
  variant?: string;
  labels?: Record<string, string>;
  variables?: Record<string, unknown>;
}

export function createClusterChange(input: ClusterInput): CreateClusterChange {
  const { name, owner, model, modelVersion, provider } = input;
  return {
    kind: 'CreateCluster',
    cluster: {
      name,
      owner,
      labels: written(input.labels),
      model: { name: model, version: modelVersion },
      ...(input.variant ? { variant: input.variant } : {}),
      provider,
      ...(input.managedBy ? { managedBy: input.managedBy } : {}),
      variables: input.variables ?? {},
    },
  };
}

export interface WorkspaceInput {
  name: string;
  owner: string;
  clusterNames?: string[];
  clusterLabels?: Record<string, string>;
  namespaces?: string[];
  access?: { role: string; group: string }[];
  quota?: { cpu?: string; memory?: string; pods?: string };
}

export function createWorkspaceChange(
  input: WorkspaceInput,
): CreateWorkspaceChange {
  const { name, owner, clusterNames, clusterLabels, namespaces, access } =
    input;
  const quota = quotaOf(input.quota);
  return {
    kind: 'CreateWorkspace',
    workspace: {
      name,
      owner,
      clusters: clusterNames?.length
        ? { names: clusterNames }
        : { matchLabels: written(clusterLabels) },
      namespaces: (namespaces?.length ? namespaces : [name]).map(namespace => ({
        name: namespace,
      })),
      ...(access?.length
        ? {
            access: access.map(({ role, group }) => ({
              role,
              subjects: [{ kind: 'Group' as const, name: group }],
            })),
          }
        : {}),
      ...(Object.keys(quota).length > 0 ? { quota } : {}),
    },
  };
}

export function removeClusterChange(input: {
  name: string;
  step: number;
}): RemoveClusterChange {
  return { kind: 'RemoveCluster', cluster: input.name, step: input.step };
}

export function editFilesChange(input: {
  title: string;
  files: Record<string, string | null>;
}): EditFilesChange {
  return {
    kind: 'EditFiles',
    title: input.title,
    files: Object.entries(input.files).map(([path, content]) => ({
      path,
      content,
    })),
  };
}

/** Quotas by the names that Kubernetes gives them. */
function quotaOf(quota: WorkspaceInput['quota']): Record<string, string> {
  return written({
    'requests.cpu': quota?.cpu,
    'requests.memory': quota?.memory,
    pods: quota?.pods,
  });
}

function written(
  values: Record<string, string | undefined> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values ?? {}).flatMap(([key, value]) =>
      value ? [[key, value]] : [],
    ),
  );
}
