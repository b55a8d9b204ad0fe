import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aDriftedSummary,
  aFleet,
  aPage,
  aSilentSummary,
  aSummary,
} from '../__testUtils__/clusters';
import { failure } from '../__testUtils__/hub';
import { renderWithHub } from '../__testUtils__/render';
import { FleetPage } from './FleetPage';

describe('FleetPage', () => {
  it('shows exact counts, and each cluster with its state, reason and drift', async () => {
    renderWithHub(<FleetPage />);

    const link = await screen.findByRole('link', { name: 'prod-eu-1' });
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/resource/prod-eu-1/fleet',
    );
    expect(screen.getByText(/4 clusters · 3 models/)).toBeInTheDocument();
    expect(screen.getByText('image changed by kubectl-edit')).toBeVisible();
    expect(screen.getByText('2 high')).toBeVisible();
    expect(screen.getByText('1 behind')).toBeVisible();
    expect(screen.getByRole('link', { name: /1 drifted/ })).toHaveAttribute(
      'href',
      '/?view=drifted',
    );
  });

  it('never shows a silent cluster as fine', async () => {
    renderWithHub(<FleetPage />, {
      clusters: async () => aPage([aSilentSummary()]),
    });
    const silent = (await screen.findByText('dc-berlin-2')).closest('li');
    expect(silent).not.toBeNull();
    const shown = within(silent ?? document.body);
    expect(shown.getByText('Unknown')).toBeVisible();
    expect(shown.getByText('?')).toBeVisible();
    expect(shown.queryByText('In sync')).not.toBeInTheDocument();
  });

  it('asks the hub for what the address says', async () => {
    const clusters = jest.fn(async () => aPage([aDriftedSummary()]));
    renderWithHub(
      <FleetPage />,
      { clusters },
      { path: '/?view=drifted&owner=group%3Adefault%2Fpayments' },
    );
    await screen.findByText('prod-eu-1');
    expect(clusters).toHaveBeenCalledWith(
      expect.objectContaining({
        view: 'drifted',
        owner: ['group:default/payments'],
      }),
      expect.anything(),
    );
    expect(screen.getByRole('link', { name: /1 drifted/ })).toHaveAttribute(
      'aria-current',
      'true',
    );
  });

  it('asks for more when there is more', async () => {
    const clusters = jest.fn(async ({ cursor }: { cursor?: string }) =>
      cursor
        ? aPage([aSummary()], { totalCount: 2 })
        : aPage([aDriftedSummary()], { totalCount: 2, nextCursor: 'next' }),
    );
    renderWithHub(<FleetPage />, { clusters });
    expect(await screen.findByText(/Showing 2 of 2/)).toBeInTheDocument();
    expect(screen.getByText('prod-eu-2')).toBeInTheDocument();
  });

  it('offers the two ways to a first cluster', async () => {
    renderWithHub(<FleetPage />, { clusters: async () => aPage([]) });
    await screen.findByText('No clusters yet');
    await userEvent.click(
      screen.getAllByRole('button', { name: 'Connect a cluster' })[0],
    );
    expect(
      await screen.findByText(
        'flotilla bootstrap <cluster> | kubectl apply -f -',
      ),
    ).toBeInTheDocument();
  });

  it('says so when the Git host is gone, and shows what it knew', async () => {
    renderWithHub(<FleetPage />, {
      clusters: async () =>
        aPage([aSummary()], { fleets: [aFleet({ error: 'timed out' })] }),
    });
    expect(
      await screen.findByText(
        /The Git host can't be reached; showing what acme/,
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('prod-eu-2')).toBeInTheDocument();
  });

  it('shows clusters to who may not see fleets', async () => {
    renderWithHub(<FleetPage />, {
      clusters: async () => aPage([aSummary()], { fleets: undefined }),
    });
    expect(await screen.findByText('prod-eu-2')).toBeInTheDocument();
  });

  it('tells a missing permission from a failure', async () => {
    renderWithHub(<FleetPage />, {
      clusters: async () => Promise.reject(await failure(403, 'Not allowed')),
    });
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Try again' }),
    ).not.toBeInTheDocument();
  });

  it('offers to try again when the hub is down', async () => {
    const clusters = jest
      .fn()
      .mockImplementationOnce(async () =>
        Promise.reject(await failure(503, 'x')),
      )
      .mockResolvedValue(aPage([aSummary()]));
    renderWithHub(<FleetPage />, { clusters });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Try again' }),
    );
    expect(await screen.findByText('prod-eu-2')).toBeInTheDocument();
  });
});
