import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aCluster } from '../../__testUtils__/clusters';
import { failure } from '../../__testUtils__/hub';
import { renderWithHub } from '../../__testUtils__/render';
import { AgentPanel } from './AgentPanel';

const of = { fleet: 'acme', cluster: 'prod-eu-3' };
const pending = {
  ...aCluster().agent,
  state: 'Pending' as const,
  fingerprint: 'SHA256:abc',
  approvedAt: undefined,
};

const render = (
  agent: typeof pending | ReturnType<typeof aCluster>['agent'],
  changes: Parameters<typeof renderWithHub>[1] = {},
) => {
  const onChange = jest.fn();
  renderWithHub(
    <AgentPanel of={of} agent={agent} stale={false} onChange={onChange} />,
    changes,
  );
  return onChange;
};

describe('AgentPanel', () => {
  it('says how to install an agent when there is none', async () => {
    render({ state: 'None', heartbeatSeconds: 60, others: [] });
    expect(
      await screen.findByText(
        'flotilla bootstrap prod-eu-3 | kubectl apply -f -',
      ),
    ).toBeVisible();
  });

  it('lets an agent in only after its fingerprint was shown once more', async () => {
    const approveAgent = jest.fn(async () => aCluster().agent);
    const onChange = render(pending, { approveAgent });

    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve' }),
    );
    expect(approveAgent).not.toHaveBeenCalled();
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('SHA256:abc')).toBeVisible();
    await userEvent.click(
      dialog.getByRole('button', { name: 'They are the same: approve' }),
    );

    expect(approveAgent).toHaveBeenCalledWith(of, 'SHA256:abc');
    expect(onChange).toHaveBeenCalled();
  });

  it('says why the hub refused, and leaves the question open', async () => {
    render(pending, {
      approveAgent: async () =>
        Promise.reject(await failure(403, 'Only ClusterOperators may do this')),
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Approve' }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'They are the same: approve' }),
    );
    expect(
      await screen.findByText('Only ClusterOperators may do this'),
    ).toBeVisible();
  });

  it('asks for a new key, once', async () => {
    const rotateAgentKey = jest.fn(async () => aCluster().agent);
    const { agent } = aCluster();
    const onChange = render(agent, { rotateAgentKey });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Ask for a new key' }),
    );
    expect(rotateAgentKey).not.toHaveBeenCalled();
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(
      dialog.getByRole('button', { name: 'Ask for a new key' }),
    );
    expect(rotateAgentKey).toHaveBeenCalledWith(of, agent.fingerprint);
    expect(onChange).toHaveBeenCalled();
  });

  it('says that a new key was asked for, and does not ask again', async () => {
    const rotationAskedAt = new Date().toISOString();
    render({ ...aCluster().agent, rotationAskedAt });
    expect(await screen.findByText(/^asked for/)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Ask for a new key' }),
    ).toBeNull();
  });
});
