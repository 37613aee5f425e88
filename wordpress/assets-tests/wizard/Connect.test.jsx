import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Connect } from '../../assets-src/wizard/Connect';
import { Site } from '../support/site';

const pending = { state: 'pending', user_code: 'WDJB-MJHT', url: 'http://dash.test/c', interval: 60, message: '' };

function show(connection = {}, progress = { state: 'none' }) {
  window.pictureOptimizer.connection = {
    ready: false,
    obstacle: 'This site is not connected to the service yet.',
    url: '',
    form: { fixed: false },
    settingsUrl: 'http://site.test/settings',
    ...connection,
  };
  site.on('GET /connection', progress);
  const onConnected = vi.fn();
  render(<Connect onConnected={onConnected} />);
  return onConnected;
}

const address = () => screen.findByLabelText('Service address');
const connect = () => userEvent.click(screen.getByRole('button', { name: 'Connect' }));

describe('connecting from the wizard', () => {
  it('goes from the address to the code, and on to the images once it is confirmed', async () => {
    const onConnected = show();
    site.on('POST /connection', pending);
    await userEvent.type(await address(), 'https://api.test');
    site.on('GET /connection', { state: 'connected' });
    await connect();
    await waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
    expect(site.asked('POST /connection')[0].data).toEqual({ service_url: '//api.test' });
    expect(window.pictureOptimizer.connection).toEqual({ ready: true });
  });

  it('asks for one code, however often somebody clicks', async () => {
    show({ url: 'https://api.test' });
    await address();
    await waitFor(() => expect(screen.getByRole('button', { name: 'Connect' }).getAttribute('aria-disabled')).toBe('false'));
    site.on('POST /connection', pending).on('GET /connection', pending);
    await userEvent.dblClick(screen.getByRole('button', { name: 'Connect' }));
    expect(await screen.findByText('WDJB-MJHT')).toBeTruthy();
    expect(site.asked('POST /connection')).toHaveLength(1);
  });

  it('shows what is wrong with an address, and keeps it', async () => {
    show({ url: 'https://dash.test' });
    site.on('POST /connection', Site.refusal('refused', 'That is the address of the dashboard.', 409));
    await address();
    await connect();
    expect(await screen.findByText('That is the address of the dashboard.')).toBeTruthy();
    expect((await address()).value).toBe('https://dash.test');
  });

  it('goes on with a code from before', async () => {
    show({}, pending);
    expect(await screen.findByText('WDJB-MJHT')).toBeTruthy();
    expect(screen.queryByLabelText('Service address')).toBeNull();
  });

  it('is left out where another tab has connected meanwhile', async () => {
    const onConnected = show({}, { state: 'connected' });
    await waitFor(() => expect(onConnected).toHaveBeenCalledOnce());
  });

  it('can be given up', async () => {
    show({}, pending);
    site.on('DELETE /connection', {});
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel connecting' }));
    expect(await address()).toBeTruthy();
    expect(site.asked('DELETE /connection')).toHaveLength(1);
  });

  it('says why an attempt ended', async () => {
    const answers = [pending, { state: 'ended', message: 'The code was refused in the dashboard.' }];
    show();
    site.on('GET /connection', () => answers.shift() ?? answers);
    await screen.findByText('This site is not connected to the service yet.');
    site.on('POST /connection', pending).on('GET /connection', { state: 'ended', message: 'The code was refused.' });
    await userEvent.type(await address(), 'https://api.test');
    await connect();
    expect(await screen.findByText('The code was refused.')).toBeTruthy();
    expect((await address()).value).toBe('https://api.test');
  });

  it('leaves an address alone that wp-config.php sets', async () => {
    show({ url: 'https://api.test', form: { fixed: true } });
    expect((await address()).readOnly).toBe(true);
  });

  it('sends who may not connect to an administrator, and asks nothing', () => {
    show({ form: null });
    expect(screen.getByText('Ask an administrator of this site to connect it.')).toBeTruthy();
    expect(screen.queryByLabelText('Service address')).toBeNull();
    expect(site.requests).toEqual([]);
  });
});
