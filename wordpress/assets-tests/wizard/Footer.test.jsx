import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Footer } from '../../assets-src/wizard/Footer';
import { plan } from '../support/facts';

function show(planned, more = {}) {
  const told = { onStart: vi.fn(), onClose: vi.fn() };
  render(<Footer plan={planned} shown={planned} busy={false} {...told} {...more} />);
  return told;
}
const said = () => screen.getByRole('status').textContent;

describe('Footer', () => {
  it('says what the click costs at most, and what is left', async () => {
    const { onStart } = show(plan());
    expect(said()).toContain('Up to 12 credits · You have 94; at least 82 will be left.');
    expect(said()).toContain('Estimated, full size:');
    await userEvent.click(screen.getByRole('button', { name: 'Optimize 6 images' }));
    expect(onStart).toHaveBeenCalledOnce();
  });

  it('says one image and one credit in the singular, and no estimate where there is none', () => {
    show(plan({ process: 1, credits: 1, bytes_estimated: 0 }));
    expect(said()).toContain('Up to 1 credit ·');
    expect(said()).not.toContain('Estimated');
    expect(screen.getByRole('button', { name: 'Optimize 1 image' })).toBeTruthy();
  });

  it('starts nothing where everything is skipped', async () => {
    const { onStart, onClose } = show(plan({ process: 0, credits: 0 }));
    expect(said()).toBe('Nothing to do: all selected images are skipped.');
    const button = screen.getByRole('button', { name: 'Nothing to optimize' });
    await userEvent.click(button);
    expect(onStart).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it.each([
    [null, 'Checking images…'],
    [plan({ complete: false, looked_at: 40, total: 900 }), 'Checking images: 40 of 900…'],
  ])('starts nothing before the price is known', async (shown, sentence) => {
    const { onStart } = show(null, { shown });
    expect(said()).toBe(sentence);
    await userEvent.click(screen.getByRole('button', { name: 'Optimize images' }));
    expect(onStart).not.toHaveBeenCalled();
  });

  it('says nothing of a check that has stopped', () => {
    show(null, { shown: plan({ complete: false }), stopped: true });
    expect(said()).toBe('');
  });

  it('[acceptance-D4] says how many credits are missing and what happens then, with the way to buy', async () => {
    site.on('GET /account', { buy_url: 'http://service.test/credits' });
    show(plan({ credits: 12, available: 5 }));
    expect(screen.getByText(/You are 7 credits short\. Images are optimized until your credits run out/)).toBeTruthy();
    expect((await screen.findByRole('link', { name: 'Buy credits' })).href).toBe('http://service.test/credits');
    expect(said()).toContain('You have 5.');
    expect(said()).not.toContain('will be left');
  });

  it('[acceptance-D4] says what a start without credits does', () => {
    site.on('GET /account', new TypeError('Failed to fetch'));
    show(plan({ available: 0 }));
    expect(screen.getByText(/You have no credits\. You can start now: images wait/)).toBeTruthy();
    expect(screen.queryByRole('link')).toBeNull();
  });

  it.each([
    [40, 28, null],
    [40, 29, /monthly budget has 11 credits left\. Images are optimized until it is used up/],
    [40, 39, /monthly budget has 1 credit left/],
    [40, 55, /monthly budget has 0 credits left/],
    [null, 999, null],
  ])('says what a budget of %s with %d used means for an order of 12', async (monthly_budget, credits_this_month, sentence) => {
    const told = { buy_url: '', budget_url: 'http://service.test/sites/1', key: { monthly_budget }, usage: { credits_this_month } };
    site.on('GET /account', told);
    show(plan());
    await waitFor(() => expect(site.asked('GET /account')).toHaveLength(1));
    if (sentence) {
      expect(await screen.findByText(sentence)).toBeTruthy();
      expect(screen.getByRole('link', { name: 'Change budget' }).href).toBe('http://service.test/sites/1');
    } else {
      await act(async () => {}); // what was answered is shown by now
      expect(screen.queryByText(/monthly budget/)).toBeNull();
    }
  });

  it('waits while it starts', () => {
    show(plan(), { busy: true });
    expect(screen.getByRole('button', { name: 'Cancel' }).getAttribute('aria-disabled')).toBe('true');
  });
});
