import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Revert } from '../../assets-src/revert/Revert';
import { Site } from '../support/site';

describe('Revert', () => {
  it('asks first, and then names each file that could not be restored', async () => {
    const close = vi.fn();
    site.on('POST /revert', { items: [{ attachment_id: 1, file: 'a.jpg', reason: 'Edited since.' }, { attachment_id: 2, reason: '' }] });
    render(<Revert selection={{ ids: [1, 2] }} onClose={close} />);
    expect(screen.getByText(/of 2 images will be as they were before/)).toBeTruthy();
    expect(site.requests).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Restore 2 originals' }));
    expect(await screen.findByText('a.jpg')).toBeTruthy();
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    await userEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1));
    expect(close).toHaveBeenCalledWith(true);
  });

  it('asks for twenty at a time, says how far it is, and not that all is done when it is not', async () => {
    const ids = Array.from({ length: 45 }, (_, number) => number + 1);
    const waiting = [];
    const outcome = (id) => ({ attachment_id: id, file: `${id}.jpg`, state: id === 7 ? 'failed' : 'reverted', reason: '' });
    site.on('POST /revert', ({ data }) => new Promise((resolve) => waiting.push(() => resolve({ items: data.ids.map(outcome) }))));
    render(<Revert selection={{ ids }} onClose={() => {}} />);
    await userEvent.click(screen.getByRole('button', { name: 'Restore 45 originals' }));
    for (const said of ['20 of 45 images restored.', '40 of 45 images restored.', '44 of 45 images restored.']) {
      await waitFor(() => expect(waiting).toHaveLength(1));
      waiting.shift()();
      expect(await screen.findByText(said)).toBeTruthy();
    }
    expect(site.asked('POST /revert').map(({ data }) => data.ids.length)).toEqual([20, 20, 5]);
  });

  it('changes nothing when it is closed, and says what was refused', async () => {
    const close = vi.fn();
    site.on('POST /revert', Site.refusal('forbidden', 'You may not do this.', 403));
    render(<Revert selection={{ ids: [1] }} onClose={close} />);
    await userEvent.click(screen.getByRole('button', { name: 'Restore 1 original' }));
    expect(await screen.findByText('You may not do this.')).toBeTruthy();
    await userEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1));
    expect(close).toHaveBeenCalledWith(false);
  });
});
