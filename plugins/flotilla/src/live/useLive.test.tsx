import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HubError } from '../api';
import { renderWithHub } from '../__testUtils__/render';
import { useLive } from './useLive';

const Shown = (props: { load: () => Promise<string> }) => {
  const live = useLive('key', props.load, { cluster: 'prod-eu-1' });
  return (
    <>
      <output>{live.value ?? 'nothing'}</output>
      <p>{live.error?.kind ?? 'fine'}</p>
      <button onClick={live.refresh}>again</button>
    </>
  );
};

describe('useLive', () => {
  it('loads again when a signal is about what it shows', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce('drifted')
      .mockResolvedValue('in sync');
    const { signals } = renderWithHub(<Shown load={load} />);
    expect(await screen.findByText('drifted')).toBeInTheDocument();

    signals.send({ fleet: 'acme', clusters: ['other'] });
    signals.send({ fleet: 'acme', clusters: ['prod-eu-1'] });

    expect(await screen.findByText('in sync')).toBeInTheDocument();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('keeps what it knew when a later load fails', async () => {
    const load = jest
      .fn()
      .mockResolvedValueOnce('drifted')
      .mockRejectedValue(HubError.unreachable('down'));
    renderWithHub(<Shown load={load} />);
    await screen.findByText('drifted');

    await userEvent.click(screen.getByText('again'));

    await waitFor(() =>
      expect(screen.getByText('unreachable')).toBeInTheDocument(),
    );
    expect(screen.getByText('drifted')).toBeInTheDocument();
  });
});
