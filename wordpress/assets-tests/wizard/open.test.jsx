import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { open } from '../../assets-src/wizard/open';

// Its own root on a real page; in a test React wants to know of every step.
const shown = (...what) => act(async () => open(...what));

describe('open', () => {
  it('gives the focus back and says nothing when nothing changed', async () => {
    document.body.innerHTML = '<button>Opener</button>';
    const opener = document.querySelector('button');
    opener.focus();
    const onChanged = vi.fn();
    window.pictureOptimizer.connection = { ready: false, obstacle: 'No key yet.', settingsUrl: 'http://site.test/' };
    await shown('optimize', { ids: [11], count: 1 }, { onChanged });
    const dialog = await screen.findByRole('dialog');
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true)); // it takes the focus a moment later
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(opener);
    expect(onChanged).not.toHaveBeenCalled();
  });

  it('asks before an image is restored, and tells the page when it was', async () => {
    const onChanged = vi.fn();
    site.on('POST /revert', { items: [{ attachment_id: 11, file: 'rocket.jpg', state: 'reverted', reason: '' }] });
    await shown('revert', { ids: [11], count: 1 }, { onChanged });
    await userEvent.click(await screen.findByRole('button', { name: /Restore/ }));
    await waitFor(() => expect(site.asked('POST /revert')).toHaveLength(1));
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'Close' }).at(-1).disabled).toBe(false));
    await userEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1));
    await waitFor(() => expect(onChanged).toHaveBeenCalled());
  });
});
