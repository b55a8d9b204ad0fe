import { execFileSync } from 'node:child_process';
import { kubernetesTools } from '../kubernetesTools';
import { describeOnKubernetes } from './describeOnKubernetes';
import { textAt, valueAt } from './fields';
import { KubeconfigClient } from './KubeconfigClient';
import { controlPlaneSource } from './source';
import { startControlPlane } from './startControlPlane';
import { until } from '../until';

function deployment(replicas: number) {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'web', image: 'nginx:1.27.1' }] },
      },
    },
  };
}

describeOnKubernetes('a real control plane', kubernetes => {
  let namespace: string;
  const read = async (path: string) => (await kubernetes().request(path)).body;

  beforeAll(async () => {
    namespace = await kubernetes().namespace('control-plane');
  });

  it('rolls a Deployment out, and names the managers of its fields', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/web`;
    await kubernetes().apply(path, deployment(3), 'kustomize-controller');
    const live = await until(async () => {
      const found = await read(path);
      return valueAt(found, 'status', 'availableReplicas') === 3 && found;
    }, 'the Deployment to be available');
    const managers = valueAt(live, 'metadata', 'managedFields');
    expect(managers).toEqual([
      expect.objectContaining({
        manager: 'kustomize-controller',
        operation: 'Apply',
      }),
      expect.objectContaining({
        manager: 'kube-controller-manager',
        operation: 'Update',
        subresource: 'status',
      }),
    ]);
  });

  it('scales a Deployment into the range of its autoscaler', async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/scaled`;
    await kubernetes().apply(path, {
      ...deployment(1),
      metadata: { name: 'scaled' },
    });
    const scalers = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
    await kubernetes().apply(`${scalers}/scaled`, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'scaled' },
      spec: {
        minReplicas: 2,
        maxReplicas: 4,
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'scaled',
        },
      },
    });
    const replicas = await until(async () => {
      const found = valueAt(await read(path), 'spec', 'replicas');
      return found !== 1 && found;
    }, 'the autoscaler to scale');
    expect(replicas).toBe(2);
  });

  it('keeps an object until its finalizer is gone', async () => {
    const path = `/api/v1/namespaces/${namespace}/configmaps/held`;
    const object = { apiVersion: 'v1', kind: 'ConfigMap' };
    await kubernetes().apply(path, {
      ...object,
      metadata: { name: 'held', finalizers: ['flotilla.dev/test'] },
    });
    await kubernetes().request(path, { method: 'DELETE' });
    expect(
      textAt(await read(path), 'metadata', 'deletionTimestamp'),
    ).toBeDefined();
    await kubernetes().apply(path, { ...object, metadata: { name: 'held' } });
    expect((await kubernetes().request(path)).status).toBe(404);
  });

  it('describes its kinds in OpenAPI v3', async () => {
    const index = await read('/openapi/v3');
    const path = textAt(index, 'paths', 'apis/apps/v1', 'serverRelativeURL');
    const containers = valueAt(
      await read(path ?? ''),
      ...['components', 'schemas', 'io.k8s.api.core.v1.PodSpec'],
      ...['properties', 'containers'],
    );
    expect(containers).toMatchObject({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    });
  });

  it('lets people do what RBAC gives them, and no more', async () => {
    const kubeconfig = await kubernetes().kubeconfigFor('ada', ['readers']);
    const ada = new KubeconfigClient(kubeconfig);
    const secrets = `/api/v1/namespaces/${namespace}/secrets`;
    const refused = await ada.request(secrets);
    expect(refused.status).toBe(403);
    expect(textAt(refused.body, 'message')).toContain('User "ada"');
    const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';
    await kubernetes().apply(`${bindings}/${namespace}`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: namespace },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [
        {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Group',
          name: 'readers',
        },
      ],
    });
    await until(async () => {
      return (await ada.request(secrets)).status === 200;
    }, 'the binding to count');
  });

  it('knows its service accounts by their tokens', async () => {
    const kubeconfig = await kubernetes().serviceAccountKubeconfig(
      namespace,
      'agent',
    );
    const refused = await new KubeconfigClient(kubeconfig).request(
      '/api/v1/nodes',
    );
    expect(textAt(refused.body, 'message')).toContain(
      `User "system:serviceaccount:${namespace}:agent"`,
    );
  });

  it('speaks with kubectl', async () => {
    const { kubectl } = await kubernetesTools();
    const path = await kubernetes().save(kubernetes().adminKubeconfig);
    const version = execFileSync(
      kubectl,
      ['version', '--kubeconfig', path, '-o', 'json'],
      { encoding: 'utf8' },
    );
    expect(textAt(JSON.parse(version), 'serverVersion', 'minor')).toBe('36');
  });

  it('leaves no process when it is stopped', async () => {
    const running = await startControlPlane({ own: true });
    const of = (folder: string) =>
      execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
        .split('\n')
        .filter(line => line.includes(folder));
    const kubeconfig = await running.save('');
    const folder = kubeconfig.replace(/\/kubeconfigs\/.*/, '');
    // Another's cluster isn't ours to start or stop.
    const ours = controlPlaneSource(true).from === 'go' ? 5 : 0;
    expect(of(folder)).toHaveLength(ours);
    await running.stop();
    expect(of(folder)).toEqual([]);
  });
});
