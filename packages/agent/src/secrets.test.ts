import type { ResourceReport } from '@flotilla/backstage-plugin-flotilla-common';
import { describeOnKubernetes, until } from '@flotilla/testbed';
import { KubeObject } from '@flotilla/drift';
import { AgentHub } from './__testUtils__/AgentHub';
import { KubeConnection } from './kube/KubeConnection';
import { CLUSTER, InstalledCluster } from './__testUtils__/InstalledCluster';
import { installChart } from './__testUtils__/installChart';

const SPACE = 'cert-manager';
/** Every cluster has it, so its rights come at once. */
const RELEASES = 'flux-system';
const HIDDEN_SPACE = 'default';
const PART = 'components/charts';
const VALUES = { right: 'c3dvcmRmaXNo', wrong: 'aHVudGVyMg==' };
const signal = new AbortController().signal;

function secret(
  name: string,
  namespace = SPACE,
  data: Record<string, string> = { password: VALUES.right },
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    data,
  };
}

function configuration(
  name: string,
  annotations: Record<string, string> = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', annotations },
    data: { mode: 'fast' },
  };
}

/** What a chart makes, and what is there only while Helm installs it. */
const chartOf = (name: string): KubeObject[] => [
  configuration(name),
  configuration(`before-${name}`, {
    'helm.sh/hook': 'pre-install',
    'helm.sh/hook-delete-policy': 'hook-succeeded',
  }),
];

function helmRelease(namespace: string): KubeObject {
  return {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name: 'web', namespace },
    spec: {
      interval: '1m',
      chart: {
        spec: {
          chart: 'web',
          sourceRef: { kind: 'HelmRepository', name: 'charts' },
        },
      },
    },
  };
}

/** What rendering gives where a component is a chart. */
const charts: KubeObject[] = [
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'charts' },
    rules: [
      {
        apiGroups: ['helm.toolkit.fluxcd.io'],
        resources: ['helmreleases'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'charts' },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'charts',
    },
    subjects: [
      {
        kind: 'ServiceAccount',
        name: 'flotilla-agent',
        namespace: 'flotilla-system',
      },
    ],
  },
];

describeOnKubernetes(
  'Secrets that are opted in',
  kubernetes => {
    let hub: AgentHub;
    let cluster: InstalledCluster;
    let connection: KubeConnection;

    beforeAll(async () => {
      cluster = await InstalledCluster.install(kubernetes(), {
        drift: `{secrets: [{namespace: ${SPACE}, name: chosen}], releases: [${RELEASES}]}`,
        parts: {
          [PART]: [
            secret('chosen'),
            secret('other'),
            helmRelease(RELEASES),
            helmRelease(HIDDEN_SPACE),
          ],
        },
        objects: charts,
      });
      for (const namespace of [RELEASES, HIDDEN_SPACE]) {
        const made = chartOf(namespace === RELEASES ? 'web' : 'hidden');
        await installChart(kubernetes(), { name: 'web', namespace }, made);
        await release(namespace);
      }
      hub = cluster.hub;
      connection = new KubeConnection({ kubeConfig: cluster.kubeConfig });
      await cluster.watch({ persistenceSeconds: 0.2, heartbeatSeconds: 1 });
    }, 300_000);
    afterAll(async () => {
      connection?.close();
      await cluster?.stop();
    });

    /** As the engine writes it, when it has installed the chart. */
    async function release(namespace: string): Promise<void> {
      const now = new Date().toISOString();
      const history = [
        {
          ...{ name: 'web', namespace, version: 1, status: 'deployed' },
          ...{ chartName: 'web', chartVersion: '1.0.0' },
          ...{ digest: 'sha256:1', configDigest: 'sha256:2' },
          ...{ firstDeployed: now, lastDeployed: now },
        },
      ];
      const { status } = await kubernetes().request(
        `/apis/helm.toolkit.fluxcd.io/v2/namespaces/${namespace}/helmreleases/web/status`,
        {
          method: 'PATCH',
          contentType: 'application/merge-patch+json',
          body: { status: { history } },
        },
      );
      expect(status).toBe(200);
    }

    /** What the hub holds of an object. */
    const row = (
      state: ResourceReport['state'],
      kind: string,
      name: string,
      namespace = SPACE,
    ) => {
      let found: ResourceReport | undefined;
      const rows = hub.reports.flatMap(({ resources = [] }) => resources);
      for (const one of rows) {
        const { ref } = one;
        const isIt =
          ref.kind === kind && ref.name === name && ref.namespace === namespace;
        if (isIt) found = one;
      }
      return found?.state === state ? found : undefined;
    };

    const answerOf = (path: string) =>
      connection.send({ method: 'GET', path, signal }).then(
        response => {
          response.resume();
          return response.statusCode;
        },
        error => error.status,
      );
    const path = (name: string, namespace = SPACE) =>
      `/api/v1/namespaces/${namespace}/secrets/${name}`;

    it('are all that the server lets the agent read', async () => {
      expect(cluster.refused).toEqual([]);
      expect(await answerOf(path('chosen'))).toBe(200);
      expect(await answerOf(path('other'))).toBe(403);
      expect(await answerOf(`/api/v1/namespaces/${SPACE}/secrets`)).toBe(403);
      expect(await answerOf('/api/v1/secrets')).toBe(403);
      const name = 'sh.helm.release.v1.web.v1';
      expect(await answerOf(path(name, RELEASES))).toBe(200);
      expect(await answerOf(path(name, HIDDEN_SPACE))).toBe(403);
      // It may read there what it knows the name of, and learns no name.
      expect(await answerOf(`/api/v1/namespaces/${RELEASES}/secrets`)).toBe(
        403,
      );
      expect(await answerOf(path('none', RELEASES))).toBe(404);
    });

    it('are compared, and no value of them leaves the cluster', async () => {
      await until(() => hub.last?.counts, 'a report', 60_000);
      const edit = `${path('chosen')}?fieldManager=kubectl-edit`;
      await kubernetes().request(edit, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body: { data: { password: VALUES.wrong } },
      });
      const drifted = await until(
        () => row('Modified', 'Secret', 'chosen'),
        'the edit',
        30_000,
      );
      const mark = { hidden: true, hmac: expect.any(String) };
      expect(drifted).toMatchObject({
        fields: [
          {
            fieldPath: '.data.password',
            desired: mark,
            live: mark,
            manager: { name: 'kubectl-edit' },
          },
        ],
      });
      const [{ desired, live }] = drifted.fields;
      expect(desired?.hmac).not.toBe(live?.hmac);
      const told = JSON.stringify(hub.reports);
      for (const value of Object.values(VALUES)) {
        expect(told).not.toContain(value);
        expect(told).not.toContain(Buffer.from(value, 'base64').toString());
      }
    });

    it('leave the others out, with the reason', async () => {
      const other = await until(
        () => row('Excluded', 'Secret', 'other'),
        'it',
        30_000,
      );
      expect(other.reason).toContain('drift.secrets');
    });

    it('let charts be compared by what Helm stored, else by their status, which is said', async () => {
      await kubernetes().request(
        '/api/v1/namespaces/default/configmaps/web?fieldManager=kubectl-edit',
        {
          method: 'PATCH',
          contentType: 'application/merge-patch+json',
          body: { data: { mode: 'slow' } },
        },
      );
      expect(
        await until(
          () => row('Modified', 'ConfigMap', 'web', 'default'),
          'the edit',
          30_000,
        ),
      ).toMatchObject({ part: PART });
      const made = hub.reports
        .flatMap(({ resources = [] }) => resources)
        .filter(({ ref }) => ref.kind === 'ConfigMap');
      expect(new Set(made.map(({ ref }) => ref.name))).toEqual(
        new Set(['web']),
      );
      const conditions = hub.reports.flatMap(({ conditions: all = [] }) => all);
      const said = conditions.filter(({ type }) => type === 'ChartsCompared');
      expect(said.at(-1)).toMatchObject({
        status: 'False',
        message: expect.stringMatching(
          /^HelmRelease default\/web: What its chart made isn't compared, the agent may not read the Secret default\/sh\.helm\.release\.v1\.web\.v1; its status is what the engine says\.$/,
        ),
      });
    });

    it('are unknown while the server doesn’t let the agent read them', async () => {
      const role = {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'flotilla-agent-secrets', namespace: SPACE },
        rules: [{ resourceNames: ['promised'] }],
      };
      hub.desire(
        'b'.repeat(40),
        { [PART]: [role, secret('promised')] },
        CLUSTER,
      );
      const promised = await until(
        () => row('Unknown', 'Secret', 'promised'),
        'it',
        60_000,
      );
      expect(promised.reason).toContain('Forbidden');
    });
  },
  { own: true },
);
