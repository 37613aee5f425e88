import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { backTo } from '../../assets-src/wizard/Connect';
import { Wizard } from '../../assets-src/wizard/Wizard';
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
  const form = { action: '/wp-admin/admin-post.php', name: 'picture_optimizer_connect', nonce: 'n0', fixed: false };
  const connection = { ready: false, obstacle: 'This site is not connected.', url: '', settingsUrl: '/settings' };

  it('connects from here, and comes back to the same images', () => {
    window.pictureOptimizer.connection = { ...connection, form };
    render(<Wizard selection={selection} jobId={0} onClose={() => {}} />);
    expect(screen.getByText('This site is not connected.')).toBeTruthy();
    const sent = new FormData(screen.getByLabelText('Service address').form);
    expect(Object.fromEntries(sent)).toMatchObject({ action: 'picture_optimizer_connect', _wpnonce: 'n0' });
    expect(new URL(sent.get('back')).searchParams.get('picopt_ids')).toBe('11');
    expect(site.requests).toEqual([]);
  });

  it('says whom to ask to who may not', () => {
    window.pictureOptimizer.connection = { ...connection, form: null };
    render(<Wizard selection={selection} jobId={0} onClose={() => {}} />);
    expect(screen.getByText(/ask an administrator/)).toBeTruthy();
    expect(screen.queryByLabelText('Service address')).toBeNull();
  });

  it('keeps the page’s own address', () => {
    const page = 'http://site.test/wp-admin/upload.php';
    expect(backTo(`${page}?mode=list`, { ids: [1, 2] })).toBe(`${page}?mode=list&picopt_action=optimize&picopt_ids=1%2C2`);
    expect(backTo(page, { select: 'all' })).toBe(page);
  });
});
