import type { ResourceReport } from '@flotilla/backstage-plugin-flotilla-common';
import { DRY_RUN, KubeObject, dryRunPolicy } from '@flotilla/drift';
import { describeOnKubernetes, until } from '@flotilla/testbed';
import { AgentHub } from './__testUtils__/AgentHub';
import { DryRunGuard } from './dryRun/DryRunGuard';
import { TryingApi } from './dryRun/TryingApi';
import { KubeConnection } from './kube/KubeConnection';
import { InstalledCluster } from './__testUtils__/InstalledCluster';

const NAMESPACE = 'flotilla-system';
const PART = 'components/mutated';
const POLICIES = '/apis/admissionregistration.k8s.io/v1';
const BINDING = `${POLICIES}/validatingadmissionpolicybindings/${DRY_RUN}`;
const POLICY = `${POLICIES}/validatingadmissionpolicies/${DRY_RUN}`;
const DEPLOYMENT =
  '/apis/apps/v1/namespaces/cert-manager/deployments/cert-manager';
const CONFIGURATION = '/api/v1/namespaces/default/configmaps/mutated';
const LONG = 60_000;
const signal = new AbortController().signal;

const configuration: KubeObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'mutated', namespace: 'default' },
  data: { mode: 'fast' },
};

/** Somebody else's policy, which changes what Git says. */
const mutation = [
  {
    kind: 'MutatingAdmissionPolicy',
    path: `${POLICIES}/mutatingadmissionpolicies/slow`,
    spec: {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'Never',
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['configmaps'],
          },
        ],
      },
      matchConditions: [
        { name: 'it', expression: "object.metadata.name == 'mutated'" },
      ],
      mutations: [
        {
          patchType: 'JSONPatch',
          jsonPatch: {
            expression:
              '[JSONPatch{op: "replace", path: "/data/mode", value: "slow"}]',
          },
        },
      ],
    },
  },
  {
    kind: 'MutatingAdmissionPolicyBinding',
    path: `${POLICIES}/mutatingadmissionpolicybindings/slow`,
    spec: { policyName: 'slow' },
  },
];

describeOnKubernetes(
  'dry-runs that are opted in',
  kubernetes => {
    let hub: AgentHub;
    let cluster: InstalledCluster;
    let connection: KubeConnection;
    let guard: DryRunGuard;

    beforeAll(async () => {
      cluster = await InstalledCluster.install(kubernetes(), {
        drift: '{dryRun: true}',
        parts: { [PART]: [configuration] },
      });
      hub = cluster.hub;
      connection = new KubeConnection({ kubeConfig: cluster.kubeConfig });
      guard = new DryRunGuard(new TryingApi(connection), NAMESPACE);
    }, 300_000);
    afterAll(async () => {
      connection?.close();
      await cluster?.stop();
    });

    const answerOf = (method: 'PATCH' | 'PUT', path: string) =>
      connection
        .send({
          method,
          path,
          body: { type: 'application/merge-patch+json', text: '{}' },
          signal,
        })
        .then(
          response => {
            response.resume();
            return { status: response.statusCode, message: '' };
          },
          ({ status, message }) => ({ status, message }),
        );
    const isEnforced = async () =>
      (await answerOf('PATCH', DEPLOYMENT)).status === 403;
    const problem = async () =>
      (await guard.unfit(signal)) ?? (await guard.idle(signal));
    const bind = (binding: KubeObject) =>
      kubernetes().apply(BINDING, binding, 'kustomize-controller');
    const remove = async (path: string) => {
      await kubernetes().request(path, { method: 'DELETE' });
      await until(async () => !(await isEnforced()), 'it to be lifted', LONG);
    };
    const patch = (path: string, body: object) =>
      kubernetes().request(`${path}?fieldManager=kubectl-edit`, {
        method: 'PATCH',
        contentType: 'application/merge-patch+json',
        body,
      });

    const condition = () =>
      hub.reports
        .flatMap(({ conditions = [] }) => conditions)
        .filter(({ type }) => type === 'DryRunChecks')
        .at(-1);
    /** What the hub holds of an object, where it is in a state. */
    const row = (state: ResourceReport['state'], name: string) => {
      const rows = hub.reports.flatMap(({ resources = [] }) => resources);
      const last = rows.filter(({ ref }) => ref.name === name).at(-1);
      return last?.state === state ? last : undefined;
    };
    const ignored = () =>
      hub.reports.flatMap(one => one.ignored ?? []).filter(isConfiguration);

    it('are all that the agent’s account may do, and its own', async () => {
      expect(cluster.refused).toEqual([]);
      await until(isEnforced, 'the policy to be enforced', LONG);
      expect(await answerOf('PATCH', DEPLOYMENT)).toMatchObject({
        status: 403,
        message: expect.stringContaining('may only try changes'),
      });
      const tried = await answerOf('PATCH', `${DEPLOYMENT}?dryRun=All`);
      expect(tried.status).toBe(200);
      // The rights alone don't let it do more either.
      for (const path of [POLICY, BINDING]) {
        expect(await answerOf('PATCH', `${path}?dryRun=All`)).toMatchObject({
          status: 403,
          message: expect.stringContaining('cannot patch'),
        });
      }
      const lease = `/apis/coordination.k8s.io/v1/namespaces/${NAMESPACE}/leases/flotilla-agent`;
      const api = new TryingApi(connection);
      const made = await connection.send({
        method: 'PATCH',
        path: lease,
        query: { fieldManager: 'flotilla-agent' },
        body: {
          type: 'application/apply-patch+yaml',
          text: JSON.stringify({
            apiVersion: 'coordination.k8s.io/v1',
            kind: 'Lease',
            metadata: { name: 'flotilla-agent', namespace: NAMESPACE },
          }),
        },
        signal,
      });
      made.resume();
      expect(made.statusCode).toBe(201);
      expect(await api.read(lease, signal)).toMatchObject({ kind: 'Lease' });
    });

    it('are used when the policy is there, is what it should be, and is enforced', async () => {
      expect(await problem()).toBeUndefined();
    });

    it('are not used without the binding, nor before the server enforces a new one', async () => {
      const said: (string | undefined)[] = [];
      const isYoung = () => said.some(one => one?.includes('enforced yet'));
      // A server that takes it up at once leaves nothing to see.
      for (let i = 0; i < 5 && !isYoung(); i++) await renew(said);
      expect(isYoung()).toBe(true);
    });

    /** Binds the policy anew. @param said - what the guard says on the way */
    async function renew(said: (string | undefined)[]): Promise<void> {
      await remove(BINDING);
      expect(await problem()).toMatch(/binding .* isn't there/);
      await bind(dryRunPolicy(NAMESPACE).binding);
      await until(
        async () => {
          const why = await problem();
          said.push(why);
          // From the moment on at which it says yes, nothing else goes through.
          if (!why) expect(await isEnforced()).toBe(true);
          return why === undefined;
        },
        'the policy to be enforced',
        LONG,
      );
    }

    it('are not used with a binding that only warns', async () => {
      const { binding } = dryRunPolicy(NAMESPACE);
      await bind({
        ...binding,
        spec: { policyName: DRY_RUN, validationActions: ['Warn'] },
      });
      expect(await problem()).toMatch(/binding .* may allow more/);
      await bind(binding);
      await until(isEnforced, 'the policy to be enforced', LONG);
    });

    it('are not used with a policy that says anything else', async () => {
      const { policy } = dryRunPolicy(NAMESPACE);
      await patch(POLICY, {
        spec: { matchConditions: [{ name: 'never', expression: 'false' }] },
      });
      expect(await problem()).toMatch(/policy .* may allow more/);
      await patch(POLICY, { spec: policy.spec });
      await until(
        async () => (await problem()) === undefined,
        'the policy to be enforced',
        LONG,
      );
      expect(await isEnforced()).toBe(true);
    });

    it('settle what the server makes of Git: what it wouldn’t change is no drift', async () => {
      for (const { kind, path, spec } of mutation) {
        const apiVersion = 'admissionregistration.k8s.io/v1';
        const metadata = { name: 'slow' };
        await kubernetes().apply(path, { apiVersion, kind, metadata, spec });
      }
      await until(
        async () => {
          await kubernetes().apply(
            CONFIGURATION,
            configuration,
            'kustomize-controller',
          );
          const { body } = await kubernetes().request(CONFIGURATION);
          return JSON.stringify(body).includes('"slow"');
        },
        'the mutation',
        LONG,
      );
      await cluster.watch({
        namespace: NAMESPACE,
        persistenceSeconds: 0.2,
        heartbeatSeconds: 1,
      });
      const [first] = await until(
        () => (ignored().length > 0 ? ignored() : undefined),
        'the server’s word',
        LONG,
      );
      expect(first.fields).toMatchObject([
        {
          fieldPath: '.data.mode',
          reason: expect.stringContaining('would change nothing here'),
        },
      ]);
      expect(condition()?.reason).not.toBe('NotTried');
    });

    it('change nothing about what somebody did', async () => {
      await patch(DEPLOYMENT, { spec: { replicas: 3 } });
      const told = await until(
        () => {
          const one = row('Modified', 'cert-manager');
          return one?.degraded ? undefined : one;
        },
        'the edit, and the server’s word on it',
        LONG,
      );
      expect(told.fields).toMatchObject([
        {
          fieldPath: '.spec.replicas',
          live: { value: 3 },
          manager: { name: 'kubectl-edit' },
        },
      ]);
    });

    it('give way to declared fields without the policy, which is said', async () => {
      await remove(BINDING);
      await patch(CONFIGURATION, { metadata: { labels: { by: 'hand' } } });
      const told = await until(
        () => {
          const one = row('Modified', 'mutated');
          return one?.degraded ? one : undefined;
        },
        'what it says then',
        120_000,
      );
      expect(told.degraded).toMatch(
        /^compared by declared fields, not by a dry-run: the binding flotilla-agent-dry-run isn't there$/,
      );
      expect(condition()).toMatchObject({
        status: 'False',
        reason: 'NotTried',
      });
    }, 180_000);
  },
  { own: true },
);

function isConfiguration({ ref }: { ref: { kind: string; name: string } }) {
  return ref.kind === 'ConfigMap' && ref.name === 'mutated';
}
