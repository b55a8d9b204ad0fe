import { screen, within } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { failure } from '../__testUtils__/hub';
import { renderWithHub } from '../__testUtils__/render';
import { aRequest } from '../__testUtils__/requests';
import { RequestPage } from './RequestPage';

const page = (
  <Routes>
    <Route path="/requests/:id" element={<RequestPage />} />
  </Routes>
);
const at = { path: '/requests/r-7' };

describe('RequestPage', () => {
  it('shows where the request is, who must agree, and the agent that asks to join', async () => {
    renderWithHub(page, {}, at);
    expect(
      await screen.findByRole('heading', { name: 'Create cluster prod-eu-3' }),
    ).toBeVisible();
    const stages = within(
      screen.getAllByRole('list', { name: 'Stages' })[0],
    ).getAllByRole('listitem');
    expect(stages.map(stage => stage.getAttribute('aria-current'))).toEqual([
      null,
      null,
      null,
      null,
      'step',
      null,
    ]);
    expect(
      screen.getByText('Needs 1 approval by ClusterOperator; 0 given.'),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Open pull request #7' }),
    ).toHaveAttribute('href', 'https://github.com/acme/fleet/pull/7');
    expect(screen.getByRole('button', { name: 'Approve' })).toBeVisible();
  });

  it('ends in sync without being loaded again by hand', async () => {
    const request = jest
      .fn()
      .mockResolvedValueOnce(aRequest())
      .mockResolvedValue(
        aRequest({
          phase: 'InSync',
          agents: [],
          stages: aRequest().stages.map(stage => ({ ...stage, state: 'Done' })),
        }),
      );
    const { signals } = renderWithHub(page, { request }, at);
    await screen.findByText('Merged');

    signals.send({ fleet: 'acme', requests: ['r-7'] });

    expect(await screen.findByText('In sync')).toBeVisible();
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
  });

  it('says so when there is no such request', async () => {
    renderWithHub(
      page,
      {
        request: async () => Promise.reject(await failure(404, 'No request x')),
      },
      at,
    );
    expect(await screen.findByText('Not found')).toBeVisible();
  });
});
