import type { Removal } from '@flotilla/backstage-plugin-flotilla-common';
import { screen } from '@testing-library/react';
import { aCluster } from '../../__testUtils__/clusters';
import { renderWithHub } from '../../__testUtils__/render';
import { aRequest } from '../../__testUtils__/requests';
import { RemovalCard } from './RemovalCard';
import { type NextStep, RemovalPanel } from './RemovalPanel';

const steps = [[], ['workspaces/payments'], ['components/grafana'], []];
const form = '/create/templates/default/flotilla-remove-cluster';

const render = (step: number, next: NextStep = { form }, of = steps) =>
  renderWithHub(<RemovalPanel removal={{ step, steps: of }} next={next} />);

describe('RemovalPanel', () => {
  it('shows how far a removal has come and what comes next', async () => {
    render(2);
    expect(await screen.findByText('step 2 of 4')).toBeVisible();
    expect(screen.getByText('2. workspaces/payments')).toBeVisible();
    expect(
      screen.getByText('4. What stays gives up its load balancers and claims'),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Ask for step 3' }),
    ).toHaveAttribute('href', form);
  });

  it('asks for the file to go after the last step', async () => {
    render(4);
    expect(
      await screen.findByRole('link', { name: 'Ask to take its file away' }),
    ).toBeVisible();
  });

  it('begins with a cluster in service', async () => {
    render(0);
    expect(
      await screen.findByRole('link', { name: 'Take out of service' }),
    ).toBeVisible();
  });

  it('leads to the request that asks for it already, rather than to a second one', async () => {
    render(1, { form, asked: { title: 'Remove x, step 2', href: '/r/1' } });
    const link = await screen.findByRole('link', { name: /Remove x, step 2/ });
    expect(link).toHaveAttribute('href', '/r/1');
    expect(screen.queryByText('Ask for step 2')).not.toBeInTheDocument();
  });

  it('offers nothing to somebody who may not ask', async () => {
    render(1, {});
    expect(
      await screen.findByText('You may not ask for changes of this fleet.'),
    ).toBeVisible();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('says what the cluster still waits for', async () => {
    render(1, { form, waitsFor: 'Nothing heard for 14 min.' });
    expect(
      await screen.findByText(/come so far yet: Nothing heard for 14 min\./),
    ).toBeVisible();
  });
});

describe('RemovalCard', () => {
  const of = { fleet: 'acme', cluster: 'store-0104' };
  const removal: Removal = { step: 1, steps };

  it('finds the open request of the removal among the others', async () => {
    const requests = jest.fn(async () => ({
      items: [
        aRequest(),
        aRequest({ id: 'r-9', kind: 'RemoveCluster', title: 'Remove it' }),
      ],
      totalCount: 2,
    }));
    renderWithHub(<RemovalCard of={of} value={aCluster({ removal })} />, {
      requests,
    });
    expect(
      await screen.findByRole('link', { name: /Remove it/ }),
    ).toHaveAttribute('href', '/flotilla/requests/r-9');
    expect(requests).toHaveBeenCalledWith(
      { ...of, open: true },
      expect.anything(),
    );
  });

  it('is absent where nobody can tell how the cluster would leave', async () => {
    renderWithHub(
      <>
        <RemovalCard of={of} value={aCluster()} />
        <p>the rest</p>
      </>,
    );
    expect(await screen.findByText('the rest')).toBeVisible();
    expect(screen.queryByText('Removal')).not.toBeInTheDocument();
  });
});
