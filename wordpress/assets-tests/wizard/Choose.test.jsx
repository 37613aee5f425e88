import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Choose } from '../../assets-src/wizard/Choose';
import { capabilities, plan, progress, usage } from '../support/facts';
import { Site } from '../support/site';

const selection = { ids: [1, 2, 3, 4, 5, 6], count: 6 };
let job;

// Each plan is another job; what it costs depends on the pipeline, as at the service.
function planned({ data: { pipeline } }) {
  job += 1;
  return plan({ job, credits: pipeline === 'analyze_export' ? 12 : 6, bytes_estimated: pipeline === 'analyze' ? 0 : 400_000 });
}

function show(changes = {}) {
  const told = { onStarted: vi.fn(), onClose: vi.fn() };
  render(<Choose selection={selection} {...told} {...changes} />);
  return told;
}

const button = () => screen.findByRole('button', { name: 'Optimize 6 images' });
const card = (name) => screen.getByRole('radio', { name: new RegExp(`^${name}`) });

// The clock of these tests is theirs: a second is over, in which everything was asked that is going to be.
const withOwnClock = () => vi.useFakeTimers({ shouldAdvanceTime: true });
const quiet = () => act(() => vi.advanceTimersByTimeAsync(1000));

beforeEach(() => {
  job = 100;
  site.on('POST /plans', planned).on('GET /capabilities', capabilities());
  for (let id = 101; id < 120; id += 1) {
    site.on(`GET /plans/${id}/usage`, usage());
  }
});

describe('Choose', () => {
  it('shows what each card costs for these images, the balance, and a button that says what it does', async () => {
    const { onStarted } = show();
    expect((await button()).getAttribute('aria-disabled')).toBeNull();
    expect(await screen.findByText('12 credits in total')).toBeTruthy();
    await waitFor(() => expect(screen.getAllByText('6 credits in total')).toHaveLength(2));
    expect(screen.getByText(/You have 94; at least 82 will be left\./)).toBeTruthy();
    expect(screen.getByText(/Estimated, full size: 976.6 KB → 390.6 KB \(60% smaller\)/)).toBeTruthy();
    site.on('POST /plans/101/confirm', {});
    await userEvent.click(await button());
    await waitFor(() => expect(onStarted.mock.calls[0][0].job).toBe(101));
    expect(site.asked('POST /plans/101/confirm')[0].data).toEqual({ quote_id: 'quo_1' });
  });

  it('goes on with a job that has begun though the answer was lost, and orders nothing twice', async () => {
    const states = [new TypeError('Failed to fetch'), progress({ state: 'open' })];
    site.on('POST /plans/101/confirm', new TypeError('Failed to fetch')).on('GET /jobs/101', () => states.shift());
    const { onStarted } = show();
    await screen.findByText('12 credits in total');
    await waitFor(() => expect(screen.getAllByText('6 credits in total')).toHaveLength(2));
    await userEvent.click(await button());
    expect(await screen.findByText(/can’t be reached right now/)).toBeTruthy();
    await userEvent.click(await button());
    await userEvent.click(await screen.findByRole('button', { name: 'Retry now' }));
    await waitFor(() => expect(onStarted.mock.calls).toHaveLength(1));
    expect(onStarted.mock.calls[0][0].job).toBe(101);
    expect(site.asked('POST /plans/101/confirm')).toHaveLength(1);
    expect(site.asked('POST /plans')).toHaveLength(3);
  });

  it('asks for the price anew where nothing has begun when the site is back', async () => {
    site.on('POST /plans/101/confirm', new TypeError('Failed to fetch')).on('GET /jobs/101', progress({ state: 'planned' }));
    const { onStarted } = show();
    await waitFor(() => expect(screen.getAllByText('6 credits in total')).toHaveLength(2));
    await userEvent.click(await button());
    await waitFor(() => expect(site.asked('POST /plans').length).toBeGreaterThan(3));
    await waitFor(() => expect(screen.queryByText(/can’t be reached/)).toBeNull());
    expect(onStarted).not.toHaveBeenCalled();
  });

  it('plans each pipeline once; choosing another card asks nothing more', async () => {
    withOwnClock();
    show();
    await waitFor(() => expect(screen.getAllByText('6 credits in total')).toHaveLength(2));
    await userEvent.click(card('Compress & Export'));
    expect(await screen.findByText('Up to 6 credits')).toBeTruthy();
    await quiet();
    expect(site.asked('POST /plans')).toHaveLength(3);
    expect(screen.queryByLabelText(/Review metadata/)).toBeNull();
  });

  it('plans anew when a setting changes, in the place of the plan before', async () => {
    show();
    await waitFor(() => expect(screen.getAllByText('6 credits in total')).toHaveLength(2));
    await userEvent.selectOptions(screen.getByLabelText('Format'), 'avif');
    expect(screen.getByRole('button', { name: 'Optimize images' }).getAttribute('aria-disabled')).toBe('true');
    await waitFor(() => expect(site.asked('POST /plans').length).toBeGreaterThan(3));
    expect(site.asked('POST /plans')[3].data).toMatchObject({ replaces: 101, settings: { format: 'avif' } });
  });

  it('says what the presets would give', async () => {
    show();
    await button();
    const presets = screen.getByRole('group', { name: /^Quality/ });
    await waitFor(() => expect(within(presets).getAllByText('About 390.6 KB, 60% smaller')).toHaveLength(2));
    expect(within(presets).getByText('About 195.3 KB, 80% smaller')).toBeTruthy();
    expect(within(presets).getByText('Not smaller')).toBeTruthy();
  });

  it('names what is skipped and why', async () => {
    const skipped = [{ file: 'a.jpg', reason: 'Done already.' }, { file: 'b.jpg', reason: 'Done already.' }];
    site.on('POST /plans', () => plan({ job: 101, process: 4, credits: 8, left_out: 2, skipped }));
    show();
    expect(await screen.findByRole('button', { name: 'Optimize 4 images' })).toBeTruthy();
    expect((await screen.findAllByText('8 credits in total (2 skipped)'))[0]).toBeTruthy();
    expect(screen.getByText('2 images are skipped')).toBeTruthy();
    expect(screen.getByText('a.jpg, b.jpg')).toBeTruthy();
  });

  it('has nothing to start when all is done', async () => {
    site.on('POST /plans', () => plan({ job: 101, process: 0, credits: 0, available: 0, left_out: 6 }));
    const { onClose } = show();
    const nothing = await screen.findByRole('button', { name: 'Nothing to optimize' });
    expect(nothing.getAttribute('aria-disabled')).toBe('true');
    expect(document.body.textContent).not.toContain('You have');
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(onClose).toHaveBeenCalled();
  });

  it.each([
    [5, /You are 7 credits short\. Images are optimized until your credits run out/],
    [0, /You have no credits\. You can start now: images wait, nothing is changed or charged/],
  ])('says what happens with %d credits, and where to buy some', async (available, sentence) => {
    site.on('POST /plans', () => plan({ job: 101, available })).on('GET /account', { buy_url: 'https://service.test/plan' });
    show();
    expect(await screen.findByText(sentence)).toBeTruthy();
    expect((await screen.findByRole('link', { name: 'Buy credits' })).href).toBe('https://service.test/plan');
    expect((await button()).getAttribute('aria-disabled')).toBeNull();
  });

  it('counts while a large selection is being checked, and plans only what was chosen', async () => {
    withOwnClock();
    let release;
    const rest = new Promise((resolve) => (release = resolve));
    site
      .on('POST /plans', () => plan({ job: 101, complete: false, looked_at: 2 }))
      .on('POST /plans/101/advance', () => rest.then(() => plan({ job: 101 })));
    show({ selection: { select: 'all', count: 10_000 } });
    expect(await screen.findByText('Checking images: 2 of 6…')).toBeTruthy();
    release();
    await button();
    expect(site.asked('POST /plans')[0].data).toMatchObject({ select: 'all' });
    expect(site.asked('POST /plans')[0].data.ids).toBeUndefined();
    await quiet();
    expect(site.asked('POST /plans')).toHaveLength(1);
    expect(screen.getAllByText('Up to 1 credit per image')).toHaveLength(2);
  });

  it('goes on when somebody who was logged out is back', async () => {
    show();
    await button();
    site.on('POST /plans/101/confirm', Site.refusal('rest_cookie_invalid_nonce', 'Cookie check failed', 403));
    await userEvent.click(await button());
    await screen.findByText(/You’ve been logged out/);
    await waitFor(() => expect(screen.queryByText(/You’ve been logged out/)).toBeNull());
    expect((await button()).getAttribute('aria-disabled')).toBeNull();
  });

  it('shows a refusal with its request id, and asks again for the price', async () => {
    show();
    site.on('POST /plans/101/confirm', Site.refusal('refused', 'The quote has expired.', 409, { request_id: 'req_3' }));
    await userEvent.click(await button());
    expect(await screen.findByText('The quote has expired.')).toBeTruthy();
    expect(screen.getByText('req_3')).toBeTruthy();
    await waitFor(() => expect(site.asked('POST /plans').length).toBeGreaterThan(3));
  });

  it('asks for the price again before it expires', async () => {
    const answers = [plan({ job: 101, quote_lasts: 11 }), plan({ job: 102 })];
    site.on('POST /plans', () => answers[Math.min(1, site.asked('POST /plans').length - 1)]);
    show({ selection: { select: 'all', count: 1000 } });
    await waitFor(() => expect(site.asked('POST /plans')).toHaveLength(2));
    expect(site.asked('POST /plans')[1].data.replaces).toBe(101);
  });

  it('keeps a price that lasts, whatever the clock of this computer says', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    site.on('POST /plans', plan({ quote_expires: Date.now() / 1000 - 600, quote_lasts: 300 }));
    show({ selection: { select: 'all', count: 1000 } });
    await waitFor(() => expect(timers.mock.calls.map(([, wait]) => wait)).toContain(290_000));
    timers.mockRestore();
  });

  it('can be tried again when the price could not be had', async () => {
    const away = Site.refusal('unreachable', 'The service can’t be reached.', 502);
    site.on('POST /plans', away).on('GET /capabilities', away);
    show();
    await screen.findByText('The service can’t be reached.');
    expect(screen.queryByText('Checking images…')).toBeNull();
    site.on('POST /plans', planned).on('GET /capabilities', capabilities());
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(await button()).toBeTruthy();
    await waitFor(() => expect(screen.queryByText('The service can’t be reached.')).toBeNull());
    expect(await screen.findAllByText(/^About /)).not.toHaveLength(0);
  });

  it('asks again by itself for a price that a service which is away could not say', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    const away = Site.refusal('unreachable', 'The service can’t be reached.', 502, { retryable: true });
    site.on('POST /plans', away).on('GET /capabilities', away);
    show();
    await screen.findByText('The service can’t be reached.');
    site.on('POST /plans', planned).on('GET /capabilities', capabilities());
    await vi.advanceTimersByTimeAsync(11_000);
    expect(await button()).toBeTruthy();
    await waitFor(() => expect(screen.queryByText('The service can’t be reached.')).toBeNull());
  });

  it('goes on with a large plan where something got in its way, and begins no other', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    const part = (looked) => plan({ job: 101, complete: looked === 900, looked_at: looked, total: 900, process: 900 });
    const away = Site.refusal('unreachable', 'The service can’t be reached.', 502, { retryable: true });
    const answers = [part(600), away, part(900)];
    site.on('POST /plans', () => part(300)).on('POST /plans/101/advance', () => answers.shift());
    show({ selection: { count: 900, select: 'all' } });
    await screen.findByText('The service can’t be reached.');
    await vi.advanceTimersByTimeAsync(11_000);
    expect(await screen.findByRole('button', { name: 'Optimize 900 images' })).toBeTruthy();
    expect(screen.queryByText('The service can’t be reached.')).toBeNull();
    expect(site.asked('POST /plans')).toHaveLength(1);
  });

  it('begins with what was chosen last', async () => {
    site.on('POST /plans', (request) => ({ ...planned(request), job: 101 })).on('POST /plans/101/confirm', {});
    const { onStarted } = show();
    await userEvent.click(card('Analyze Only'));
    await userEvent.click(screen.getByLabelText('Review metadata before it is published'));
    await userEvent.click(await button());
    await waitFor(() => expect(onStarted).toHaveBeenCalled());
    cleanup();
    show();
    expect(card('Analyze Only').checked).toBe(true);
    expect(screen.getByLabelText('Review metadata before it is published').checked).toBe(true);
    expect(screen.getByLabelText(/Optimize images again/).checked).toBe(false);
  });

  it('tells where the images are used', async () => {
    const posts = [{ id: 3, title: 'Harbor', places: 2, edit: 'http://site.test/edit' }];
    site.on('GET /plans/101/usage', usage({ places: 3, used: 2, posts, elsewhere: 1, empty_alts: 1 }));
    show();
    expect(await screen.findByText('Used in 3 places, which will be updated.')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Harbor' })).toBeTruthy();
    expect(screen.getByText('Up to 1 missing alt text in existing content will be filled in.')).toBeTruthy();
  });

  it('tells place by place what the alt text of an image will be about', async () => {
    const sample = { id: 11, file: 'rocket.jpg', thumbnail: '' };
    site.on('POST /plans', (request) => ({ ...planned(request), samples: [sample] }));
    site.on('GET /plans/101/usage', usage({ places: 2, used: 1 }));
    const spot = { key: 'a', post: 3, title: 'Harbor', edit: '', words: '', link: '/visit/', link_text: '', decorative: false, alt: '' };
    const spots = [spot, { ...spot, key: 'b', link: '' }];
    site.on('GET /pictures/11/places', { posts: [], elsewhere: 0, spots });
    show();
    await userEvent.click(await screen.findByText('Alt text of rocket.jpg, place by place'));
    const table = await screen.findByRole('table');
    const cells = [...table.querySelectorAll('tbody tr')].map((row) => row.cells[2].textContent);
    expect(cells).toEqual(['Its own, for the link', 'The image’s alt text']);
  });
});
