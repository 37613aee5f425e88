import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Result } from '../../assets-src/job/Result';
import { item, pages } from '../support/facts';
import { Site } from '../support/site';

describe('Result', () => {
  it('says that the images of a large job are still loading', async () => {
    let answer;
    site.on(
      'GET /jobs/7/items',
      () =>
        new Promise((resolve) => {
          answer = () => resolve({ items: [], credits_used: 0 });
        })
    );
    render(<Result job={7} onRetry={() => {}} onClose={() => {}} />);
    expect(screen.getByText('Loading images…')).toBeTruthy();
    await waitFor(() => expect(answer).toBeTruthy());
    answer();
    expect(await screen.findByText(/0 images optimized/)).toBeTruthy();
    expect(screen.queryByText('Loading images…')).toBeNull();
  });

  it('adds up what was done, image by image, and never shows a growth as a saving', async () => {
    const items = [
      item(),
      item({ id: 2, attachment_id: 12, file: 'small.png', bytes_before: 500, bytes_after: 1840, credits: 1 }),
      item({ id: 3, attachment_id: 13, file: 'broken.jpg', state: 'failed', reason: 'Damaged.', bytes_after: 0, credits: 0 }),
    ];
    site.on('GET /jobs/7/items', pages({ items, credits_used: 3 }));
    render(<Result job={7} onClose={() => {}} />);
    expect(await screen.findByText(/^2 images optimized · .* · 3 credits charged$/)).toBeTruthy();
    expect(screen.getByText('195.3 KB → 48.8 KB (75% smaller)')).toBeTruthy();
    expect(screen.getByText('500 B → 1.8 KB (1.3 KB larger)')).toBeTruthy();
    // Once among the causes, with a way to mend it, and once beside its image.
    expect(screen.getAllByText('Damaged.')).toHaveLength(2);
    expect(document.body.textContent).not.toContain('−');
  });

  it('restores what was changed, once', async () => {
    site
      .on('GET /jobs/7/items', pages({ items: [item(), item({ id: 2, attachment_id: 12 })], credits_used: 4 }))
      .on('POST /revert', {
        items: [
          { attachment_id: 11, file: 'rocket.jpg', state: 'reverted', reason: '' },
          { attachment_id: 12, file: 'coffee.png', state: 'failed', reason: 'Somebody has edited it since.' },
        ],
      });
    render(<Result job={7} onClose={() => {}} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Restore all originals' }));
    expect(await screen.findByText('1 of 2 images restored.')).toBeTruthy();
    expect(site.asked('POST /revert')[0].data).toEqual({ ids: [11, 12] });
    expect(screen.getByText('Somebody has edited it since.', { exact: false }).textContent).toBe('coffee.png Somebody has edited it since.');
    expect(screen.getByRole('button', { name: 'Restore all originals' }).getAttribute('aria-disabled')).toBe('true');
  });

  it('can be tried again when restoring was refused', async () => {
    site
      .on('GET /jobs/7/items', pages({ items: [item()], credits_used: 2 }))
      .on('POST /revert', Site.refusal('refused', 'The folder is read-only.', 409));
    render(<Result job={7} onClose={() => {}} />);
    const button = await screen.findByRole('button', { name: 'Restore all originals' });
    await userEvent.click(button);
    expect(await screen.findByText('The folder is read-only.')).toBeTruthy();
    await waitFor(() => expect(button.getAttribute('aria-disabled')).not.toBe('true'));
    expect(document.activeElement).toBe(button);
  });

  it('says so when the results cannot be had', async () => {
    site.on('GET /jobs/7/items', new TypeError('Failed to fetch'));
    render(<Result job={7} onClose={() => {}} />);
    expect(await screen.findByText(/can’t be reached/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Restore all originals' })).toBeNull();
    site.on('GET /jobs/7/items', pages({ items: [item()], credits_used: 2 }));
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(await screen.findByRole('button', { name: 'Restore all originals' })).toBeTruthy();
    expect(screen.queryByText(/can’t be reached/)).toBeNull();
  });
});
