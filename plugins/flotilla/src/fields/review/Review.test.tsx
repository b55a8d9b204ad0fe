import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { aPlan } from '../../__testUtils__/forms';
import { failure } from '../../__testUtils__/hub';
import { renderWithHub } from '../../__testUtils__/render';
import { aVerdict } from '../../__testUtils__/requests';
import { Review } from './Review';

const formData = {
  model: { fleet: 'acme', name: 'standard', version: '1.5.0' },
  name: 'prod-eu-3',
  owner: 'group:default/payments',
  placement: { provider: 'eks', labels: { env: 'prod' } },
};

const render = (changes: Parameters<typeof renderWithHub>[1]) => {
  const onChange = jest.fn();
  const props: Partial<ComponentProps<typeof Review>> = {
    onChange,
    formContext: { formData },
    uiSchema: { 'ui:options': { change: 'CreateCluster' } },
  };
  renderWithHub(
    <Review {...(props as ComponentProps<typeof Review>)} />,
    changes,
  );
  return onChange;
};

describe('Review', () => {
  it('shows what will happen, and lets it be opened', async () => {
    const plan = jest.fn(async () => aPlan());
    const onChange = render({ plan });

    expect(await screen.findByText(/prod-eu-3 is new on eks/)).toBeVisible();
    expect(screen.getByText('clusters/prod-eu-3/cluster.yaml')).toBeVisible();
    expect(screen.getByText('kind: Cluster')).toBeVisible();
    expect(screen.getByText('needs approval')).toBeVisible();
    expect(screen.queryByText('apiVersion: v1')).not.toBeInTheDocument();
    expect(plan).toHaveBeenCalledTimes(1);
    expect(onChange.mock.calls).toEqual([
      [{ acknowledged: false }],
      [
        {
          acknowledged: true,
          baseCommit: aPlan().baseCommit,
          outcome: 'NeedsApproval',
        },
      ],
    ]);
  });

  it('says what a change of an object leads to', async () => {
    const [object] = aPlan().objects;
    render({
      plan: async () =>
        aPlan({
          objects: [
            {
              ...object,
              op: 'remove',
              consequences: [
                { mark: 'DeletesData', reason: 'The machines go with it.' },
              ],
            },
          ],
        }),
    });
    const part = await screen.findByRole('button', { name: /^infrastructure/ });
    await userEvent.click(part);
    expect(screen.getByText('deletes data')).toBeVisible();
    expect(screen.getByText('The machines go with it.')).toBeVisible();
  });

  it('keeps a denied change back, and says why', async () => {
    const onChange = render({
      plan: async () =>
        aPlan({
          verdict: aVerdict({
            outcome: 'Denied',
            summary: 'cert-manager is required.',
          }),
        }),
    });
    expect(
      await screen.findByText("This can't be opened: policy denies it"),
    ).toBeVisible();
    await waitFor(() =>
      expect(onChange).toHaveBeenLastCalledWith(
        expect.objectContaining({ acknowledged: false, outcome: 'Denied' }),
      ),
    );
  });

  it('keeps a change back that would break the fleet, and says where', async () => {
    render({
      plan: async () =>
        aPlan({
          problems: [
            {
              severity: 'error',
              path: 'clusters/prod-eu-3/cluster.yaml',
              line: 3,
              column: 5,
              message: 'the name is taken',
            },
          ],
        }),
    });
    expect(
      await screen.findByText(
        'clusters/prod-eu-3/cluster.yaml:3:5 the name is taken',
      ),
    ).toBeVisible();
  });

  it('offers to try again when the plan could not be made', async () => {
    const onChange = render({
      plan: async () => Promise.reject(await failure(503, 'down')),
    });
    expect(
      await screen.findByRole('button', { name: 'Try again' }),
    ).toBeVisible();
    expect(onChange).toHaveBeenLastCalledWith({ acknowledged: false });
  });
});
