import {
  createClusterChange,
  createWorkspaceChange,
  editFilesChange,
} from './changes';

describe('createClusterChange', () => {
  const answers = {
    name: 'prod-eu-3',
    owner: 'group:default/payments',
    model: 'standard',
    modelVersion: '1.5.0',
    provider: 'eks',
  };

  it('leaves out what nobody filled in', () => {
    expect(
      createClusterChange({
        ...answers,
        managedBy: '',
        variant: undefined,
        labels: { env: 'prod', region: '' },
      }),
    ).toEqual({
      kind: 'CreateCluster',
      cluster: {
        name: 'prod-eu-3',
        owner: 'group:default/payments',
        labels: { env: 'prod' },
        model: { name: 'standard', version: '1.5.0' },
        provider: 'eks',
        variables: {},
      },
    });
  });

  it('keeps values that are false or zero', () => {
    const { cluster } = createClusterChange({
      ...answers,
      variables: { workers: 0, audit: false, note: '' },
    });
    expect(cluster.variables).toEqual({ workers: 0, audit: false, note: '' });
  });
});

describe('createWorkspaceChange', () => {
  it('has one namespace with the name of the workspace unless others are named', () => {
    const { workspace } = createWorkspaceChange({
      name: 'refunds',
      owner: 'group:default/payments',
      clusterLabels: { env: 'prod' },
      namespaces: [],
      access: [],
      quota: { cpu: '' },
    });
    expect(workspace).toEqual({
      name: 'refunds',
      owner: 'group:default/payments',
      clusters: { matchLabels: { env: 'prod' } },
      namespaces: [{ name: 'refunds' }],
    });
  });

  it('names quotas and subjects as Kubernetes does', () => {
    const { workspace } = createWorkspaceChange({
      name: 'refunds',
      owner: 'group:default/payments',
      clusterNames: ['prod-eu-1'],
      namespaces: ['refunds', 'refunds-jobs'],
      access: [{ role: 'workspace-developer', group: 'payments-devs' }],
      quota: { cpu: '8', memory: '16Gi', pods: '100' },
    });
    expect(workspace).toMatchObject({
      clusters: { names: ['prod-eu-1'] },
      namespaces: [{ name: 'refunds' }, { name: 'refunds-jobs' }],
      access: [
        {
          role: 'workspace-developer',
          subjects: [{ kind: 'Group', name: 'payments-devs' }],
        },
      ],
      quota: { 'requests.cpu': '8', 'requests.memory': '16Gi', pods: '100' },
    });
  });
});

describe('editFilesChange', () => {
  it('lists files with their text, null for one that goes', () => {
    expect(
      editFilesChange({ title: 'x', files: { 'a.yaml': 'text', b: null } }),
    ).toEqual({
      kind: 'EditFiles',
      title: 'x',
      files: [
        { path: 'a.yaml', content: 'text' },
        { path: 'b', content: null },
      ],
    });
  });
});
