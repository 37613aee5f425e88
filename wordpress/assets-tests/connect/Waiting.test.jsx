import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Waiting } from '../../assets-src/connect/Waiting';

const begun = { state: 'pending', user_code: 'WDJB-MJHT', url: 'http://dash.test/connect?code=WDJB-MJHT', interval: 60, message: '' };

function show(changes = {}) {
  const told = { onConnected: vi.fn(), onEnded: vi.fn() };
  render(<Waiting begun={{ ...begun, ...changes }} {...told} />);
  return told;
}

const cameBack = () => fireEvent(window, new Event('focus'));

describe('a code that waits to be confirmed', () => {
  it('is shown, with the way to confirm it in another tab', async () => {
    site.on('GET /connection', begun);
    const { onConnected, onEnded } = show();
    expect(screen.getByText('WDJB-MJHT').getAttribute('translate')).toBe('no');
    const link = screen.getByRole('link', { name: 'Confirm in the dashboard' });
    expect([link.href, link.target, link.rel]).toEqual([begun.url, '_blank', 'noopener']);
    await waitFor(() => expect(site.asked('GET /connection')).toHaveLength(1));
    expect([onConnected, onEnded].flatMap((told) => told.mock.calls)).toEqual([]);
  });

  it('is noticed at once when the person comes back from the dashboard', async () => {
    site.on('GET /connection', begun);
    const { onConnected } = show();
    await waitFor(() => expect(site.asked('GET /connection')).toHaveLength(1));
    site.on('GET /connection', { state: 'connected' });
    cameBack();
    await waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
  });

  it('says why it ended, and asks no more', async () => {
    site.on('GET /connection', { state: 'ended', message: 'The code has expired.' });
    const { onEnded } = show({ interval: 0.01 });
    await waitFor(() => expect(onEnded).toHaveBeenCalledWith('The code has expired.'));
    expect(site.asked('GET /connection')).toHaveLength(1);
  });

  it('follows a new code and the service’s pace', async () => {
    const answers = [{ ...begun, user_code: 'NEWW-CODE', interval: 0.01 }, { state: 'connected' }];
    site.on('GET /connection', () => answers.shift());
    const { onConnected } = show({ interval: 0.01 });
    expect(await screen.findByText('NEWW-CODE')).toBeTruthy();
    await waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
  });

  it('goes on after the site could not be reached', async () => {
    const answers = [new TypeError('Failed to fetch'), { state: 'connected' }];
    site.on('GET /connection', () => answers.shift());
    const { onConnected } = show();
    expect(await screen.findByText(/can’t be reached/)).toBeTruthy();
    expect(screen.getByText('WDJB-MJHT')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    await waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
  });
});
