import type { KubeObject } from '@flotilla/drift';
import { agentPartRights, baseRights, ownRights } from './agentRights';

const object = (
  apiVersion: string,
  kind: string,
  spec?: unknown,
): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
  ...(spec === undefined ? {} : { spec }),
});

const DEFINITION = object(
  'apiextensions.k8s.io/v1',
  'CustomResourceDefinition',
  {
    group: 'mutations.gatekeeper.sh',
    names: { kind: 'Assign', plural: 'assign' },
  },
);

const rulesOf = (objects: readonly KubeObject[]) =>
  objects.find(({ kind }) => kind === 'ClusterRole')?.rules;

describe('what the agent may read', () => {
  it('is the kinds of what the cluster is given, each by its name', () => {
    const objects = agentPartRights(
      [
        object('v1', 'Service'),
        object('apps/v1', 'DaemonSet'),
        object('networking.k8s.io/v1', 'NetworkPolicy'),
        object('networking.k8s.io/v1', 'IngressClass'),
        DEFINITION,
        object('mutations.gatekeeper.sh/v1', 'Assign'),
      ],
      [{ group: 'batch', kind: 'CronJob' }],
      baseRights([]),
    );
    const verbs = ['get', 'list', 'watch'];
    expect(rulesOf(objects)).toEqual([
      { apiGroups: [''], resources: ['services'], verbs },
      {
        apiGroups: ['apiextensions.k8s.io'],
        resources: ['customresourcedefinitions'],
        verbs,
      },
      { apiGroups: ['apps'], resources: ['daemonsets'], verbs },
      { apiGroups: ['batch'], resources: ['cronjobs'], verbs },
      {
        apiGroups: ['mutations.gatekeeper.sh'],
        resources: ['assign'],
        verbs,
      },
      {
        apiGroups: ['networking.k8s.io'],
        resources: ['ingressclasses', 'networkpolicies'],
        verbs,
      },
    ]);
  });

  it('is never Secrets, and nothing twice', () => {
    const base = baseRights([object('apps/v1', 'Deployment')]);
    expect(
      agentPartRights(
        [
          object('v1', 'Secret'),
          object('apps/v1', 'Deployment'),
          object('v1', 'Namespace'),
        ],
        [{ group: '', kind: 'Secret' }],
        base,
      ),
    ).toEqual([]);
    expect(JSON.stringify(base)).not.toContain('secrets');
  });

  it('has no wildcard', () => {
    const rules = [...baseRights([DEFINITION]), ...ownRights()];
    expect(JSON.stringify(rules)).not.toContain('*');
  });
});

it('may write its Lease and its key, by name, and nothing else', () => {
  expect(ownRights().map(rule => rule.resourceNames)).toEqual([
    ['flotilla-agent'],
    ['flotilla-agent-key'],
  ]);
});
