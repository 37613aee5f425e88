import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Wizard } from '../../assets-src/wizard/Wizard';
import { Site } from '../support/site';
import { capabilities, item, pages, plan, progress, usage } from '../support/facts';

const selection = { ids: [11], count: 1 };

describe('Wizard', () => {
  it('leads from the choice to the results in two clicks', async () => {
    site
      .on('GET /capabilities', capabilities())
      .on('POST /plans', plan({ process: 1, credits: 2 }))
      .on('GET /plans/7/usage', usage())
      .on('POST /plans/7/confirm', progress())
      .on('GET /jobs/7', progress({ state: 'finished', open: 0 }))
      .on('GET /jobs/7/items', pages({ items: [item()], credits_used: 2 }));
    const close = vi.fn();
    render(<Wizard selection={selection} jobId={0} onClose={close} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Optimize 1 image' }));
    expect(await screen.findByText(/^1 image optimized/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement.getAttribute('aria-label')).toBe('Results'));
    await userEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1));
    expect(close).toHaveBeenCalledWith(true);
  });

  it('opens at the progress of a job that goes on', async () => {
    site.on('GET /jobs/7', progress({ state: 'paused' }));
    render(<Wizard selection={{ ids: [], count: 0 }} jobId={7} onClose={() => {}} />);
    expect(await screen.findByText(/0 of 3 images done\./)).toBeTruthy();
  });
});

describe('Wizard, where the site is not connected', () => {
  const connection = { ready: false, obstacle: 'This site is not connected.', url: '', settingsUrl: '/settings' };
  const form = { fixed: false };
  const none = { state: 'none', message: '', user_code: '', url: '', interval: 0 };
  const pending = { ...none, state: 'pending', user_code: 'WDJB-MJHT', url: 'https://app.test/connect?code=WDJB-MJHT', interval: 0.01 };

  const open = () => {
    window.pictureOptimizer.connection = { ...connection, form };
    render(<Wizard selection={selection} jobId={0} onClose={() => {}} />);
  };

  // A window takes the focus a moment after it is shown: what is typed before is lost.
  const connect = async () => {
    await waitFor(() => expect(screen.getByRole('dialog').contains(document.activeElement)).toBe(true));
    await userEvent.type(screen.getByLabelText('Service address'), 'https://api.test');
    await userEvent.click(screen.getByRole('button', { name: 'Connect' }));
  };

  it('shows the code, and goes on to the same images once it is confirmed', async () => {
    site
      .on('GET /connection', none)
      .on('POST /connection', () => {
        site.on('GET /connection', pending);
        return pending;
      })
      .on('GET /capabilities', capabilities())
      .on('POST /plans', plan({ process: 1, credits: 2 }))
      .on('GET /plans/7/usage', usage());
    open();
    await connect();
    expect(await screen.findByText('WDJB-MJHT')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Confirm in the dashboard' }).href).toBe(pending.url);
    expect(site.asked('POST /connection')[0].data).toEqual({ service_url: '//api.test' });
    site.on('GET /connection', { ...none, state: 'connected' });
    expect(await screen.findByRole('button', { name: 'Optimize 1 image' })).toBeTruthy();
    expect(site.asked('POST /plans')[0].data.ids).toEqual([11]);
  });

  it('says what is wrong with the service where it stands', async () => {
    site
      .on('GET /connection', none)
      .on('POST /connection', Site.refusal('refused', 'api.test was not found: check the spelling.', 409));
    open();
    await connect();
    expect(await screen.findByText('api.test was not found: check the spelling.')).toBeTruthy();
    expect(screen.getByLabelText('Service address').value).toBe('https://api.test');
  });

  it('shows a code that waits already, and says why it ended', async () => {
    site.on('GET /connection', pending);
    open();
    expect(await screen.findByText('WDJB-MJHT')).toBeTruthy();
    site.on('GET /connection', { ...none, state: 'ended', message: 'The connection was declined.' });
    expect(await screen.findByText('The connection was declined.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Connect' })).toBeTruthy();
  });

  it('lets somebody cancel', async () => {
    site.on('GET /connection', pending).on('DELETE /connection', none);
    open();
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel connecting' }));
    expect(await screen.findByLabelText('Service address')).toBeTruthy();
  });

  it('says whom to ask to who may not', () => {
    window.pictureOptimizer.connection = { ...connection, form: null };
    render(<Wizard selection={selection} jobId={0} onClose={() => {}} />);
    expect(screen.getByText(/Ask an administrator/)).toBeTruthy();
    expect(screen.queryByLabelText('Service address')).toBeNull();
  });
});
