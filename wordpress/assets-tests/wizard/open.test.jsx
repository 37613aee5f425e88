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

  it('restores all that was asked for, also when its window is closed in the middle, before the page is told', async () => {
    const answers = [];
    const part = ({ data }) =>
      new Promise((resolve) => {
        answers.push(() => resolve({ items: data.ids.map((id) => ({ attachment_id: id, file: '', state: 'reverted', reason: '' })) }));
      });
    site.on('POST /revert', part);
    const onChanged = vi.fn();
    await shown('revert', { ids: Array.from({ length: 45 }, (_, place) => place + 1), count: 45 }, { onChanged });
    await userEvent.click(await screen.findByRole('button', { name: 'Restore 45 originals' }));
    await waitFor(() => expect(answers).toHaveLength(1));
    await userEvent.click(screen.getAllByRole('button', { name: 'Close' }).at(-1));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(window.dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(false);
    for (const number of [1, 2, 3]) {
      await waitFor(() => expect(answers).toHaveLength(number));
      expect(onChanged).not.toHaveBeenCalled();
      answers.at(-1)();
    }
    await waitFor(() => expect(onChanged).toHaveBeenCalled());
    expect(window.dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(true);
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
