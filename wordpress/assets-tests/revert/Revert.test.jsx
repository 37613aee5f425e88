import { render, screen } from '@testing-library/react';
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
