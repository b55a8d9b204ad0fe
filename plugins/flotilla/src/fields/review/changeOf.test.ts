import { readAnswers } from '../answers';
import { changeOf } from './changeOf';

const cluster = {
  model: { fleet: 'acme', name: 'standard', version: '1.5.0' },
  name: 'prod-eu-3',
  owner: 'group:default/payments',
  placement: {
    provider: 'eks',
    managedBy: 'mgmt-eu',
    variant: '',
    labels: { env: 'prod', region: 'eu-west-1' },
  },
  options: { workers: 5 },
  reason: 'More load',
};

describe('changeOf', () => {
  it('makes a cluster of all pages, without keys that have no value', () => {
    expect(changeOf('CreateCluster', readAnswers(cluster))).toEqual({
      fleet: 'acme',
      change: {
        kind: 'CreateCluster',
        cluster: {
          name: 'prod-eu-3',
          owner: 'group:default/payments',
          labels: { env: 'prod', region: 'eu-west-1' },
          model: { name: 'standard', version: '1.5.0' },
          provider: 'eks',
          managedBy: 'mgmt-eu',
          variables: { workers: 5 },
        },
      },
    });
  });

  it.each(['model', 'name', 'owner', 'placement'])(
    'waits for the answer to %s',
    name => {
      expect(
        changeOf(
          'CreateCluster',
          readAnswers({ ...cluster, [name]: undefined }),
        ),
      ).toBeUndefined();
    },
  );

  it('makes a workspace, with a namespace of its name unless others are wanted', () => {
    const answers = {
      name: 'refunds',
      owner: 'group:default/payments',
      target: { fleet: 'acme', matchLabels: { env: 'prod' } },
      access: [{ role: 'workspace-developer', group: 'payments-devs' }],
      quota: { cpu: '8', memory: '', pods: '50' },
    };
    expect(changeOf('CreateWorkspace', readAnswers(answers))).toEqual({
      fleet: 'acme',
      change: {
        kind: 'CreateWorkspace',
        workspace: {
          name: 'refunds',
          owner: 'group:default/payments',
          clusters: { matchLabels: { env: 'prod' } },
          namespaces: [{ name: 'refunds' }],
          access: [
            {
              role: 'workspace-developer',
              subjects: [{ kind: 'Group', name: 'payments-devs' }],
            },
          ],
          quota: { 'requests.cpu': '8', pods: '50' },
        },
      },
    });
  });

  it('makes a step of a removal', () => {
    const answers = { fleet: 'acme', name: 'store-0104', step: 2 };
    expect(changeOf('RemoveCluster', readAnswers(answers))).toEqual({
      fleet: 'acme',
      change: { kind: 'RemoveCluster', cluster: 'store-0104', step: 2 },
    });
    expect(
      changeOf('RemoveCluster', readAnswers({ ...answers, step: '2' })),
    ).toBeUndefined();
  });
});
