import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Progress } from '../../assets-src/job/Progress';
import { progress } from '../support/facts';
import { Site } from '../support/site';

function show() {
  const told = { onDone: vi.fn(), onReview: vi.fn(), onClose: vi.fn() };
  render(<Progress job={7} {...told} />);
  return told;
}

describe('Progress', () => {
  it('helps with the work and says how far it is', async () => {
    site.on('GET /jobs/7', progress({ open: 1, per_minute: 12, seconds_left: 200 })).on('POST /tick', {});
    show();
    expect(await screen.findByText('2 of 3 images done.')).toBeTruthy();
    expect(screen.getByText('12 images a minute, about 3 minutes left.')).toBeTruthy();
    await waitFor(() => expect(site.asked('POST /tick')[0].data).toEqual({ id: 7 }));
  });

  it('counts one image as one', async () => {
    site.on('GET /jobs/7', progress({ total: 1, open: 1, per_minute: 1, seconds_left: 30 })).on('POST /tick', {});
    show();
    expect(await screen.findByText('0 of 1 image done.')).toBeTruthy();
    expect(screen.getByText('1 image a minute, about a minute left.')).toBeTruthy();
  });

  it('follows on after failed requests, and ends with the job', async () => {
    const answers = [new TypeError('Failed to fetch'), { html: 'Bad Gateway' }, progress({ open: 0, state: 'finished' })];
    site.on('GET /jobs/7', () => answers.shift());
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    const { onDone } = show();
    expect(await screen.findByText(/can’t be reached right now/)).toBeTruthy();
    await vi.waitFor(() => expect(onDone).toHaveBeenCalledOnce(), 20_000);
    await waitFor(() => expect(screen.queryByText(/can’t be reached/)).toBeNull());
    expect(site.asked('GET /jobs/7')).toHaveLength(3);
  });

  it('goes to the review when only a person is waited for, and does not work for nothing', async () => {
    site.on('GET /jobs/7', progress({ open: 2, in_review: 2 }));
    const { onReview } = show();
    await waitFor(() => expect(onReview).toHaveBeenCalled());
    expect(site.asked('POST /tick')).toEqual([]);
    expect(await screen.findByRole('button', { name: 'Review 2 images' })).toBeTruthy();
  });

  it('says what waits, why, and where to mend it', async () => {
    const reason = { state: 'waiting', code: 'insufficient_credits', number: 2, reason: 'Waiting for credits.' };
    site
      .on('GET /jobs/7', progress({ reasons: [{ ...reason, advice: { text: 'Top up.', link: 'buy' } }] }))
      .on('POST /tick', {})
      .on('POST /jobs/7/resume', progress())
      .on('GET /account', { buy_url: 'https://service.test/plan' });
    show();
    expect(await screen.findByText('2 images:')).toBeTruthy();
    expect((await screen.findByRole('link', { name: 'Buy credits' })).href).toBe('https://service.test/plan');
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(site.asked('POST /jobs/7/resume')).toHaveLength(1);
  });

  it('shows at once that it was told to pause, and is not told twice while a slow line carries it', async () => {
    let answer;
    site
      .on('GET /jobs/7', progress())
      .on('POST /tick', {})
      .on('POST /jobs/7/pause', () => new Promise((resolve) => {
        answer = resolve;
      }));
    show();
    const pause = await screen.findByRole('button', { name: 'Pause' });
    await waitFor(() => expect(pause.getAttribute('aria-disabled')).toBeNull());
    await userEvent.click(pause);
    await waitFor(() => expect(pause.getAttribute('aria-disabled')).toBe('true'));
    await userEvent.click(pause);
    expect(site.asked('POST /jobs/7/pause')).toHaveLength(1);
    site.on('GET /jobs/7', progress({ state: 'paused' }));
    answer(progress({ state: 'paused' }));
    const resume = await screen.findByRole('button', { name: 'Resume' });
    await waitFor(() => expect(resume.getAttribute('aria-disabled')).toBeNull());
  });

  it('does not say that it stops where it was not told so', async () => {
    site.on('GET /jobs/7', progress()).on('POST /tick', {}).on('POST /jobs/7/stop', new TypeError('Failed to fetch'));
    show();
    const stop = await screen.findByRole('button', { name: 'Stop' });
    await waitFor(() => expect(stop.getAttribute('aria-disabled')).toBeNull());
    await userEvent.click(stop);
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(await screen.findByText(/can’t be reached right now/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByText(/Stopping…/)).toBeNull());
    expect(screen.getByRole('button', { name: 'Stop' })).toBeTruthy();
  });

  it('pauses, resumes, and stops only after a second question', async () => {
    site
      .on('GET /jobs/7', progress())
      .on('POST /tick', {})
      .on('POST /jobs/7/pause', progress({ state: 'paused' }))
      .on('POST /jobs/7/stop', progress({ state: 'stopped', open: 0 }));
    show();
    await screen.findByText('0 of 3 images done.');
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await userEvent.click(screen.getByRole('button', { name: 'Keep going' }));
    expect(site.asked('POST /jobs/7/stop')).toEqual([]);
    site.on('GET /jobs/7', progress({ state: 'paused' }));
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    expect(await screen.findByRole('button', { name: 'Resume' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(site.asked('POST /jobs/7/stop')).toHaveLength(1);
  });

  it('shows a refusal of the service with its request id', async () => {
    site
      .on('GET /jobs/7', progress())
      .on('POST /tick', {})
      .on('POST /jobs/7/pause', Site.refusal('busy', 'The service is busy.', 502, { request_id: 'req_9' }));
    show();
    await screen.findByText('0 of 3 images done.');
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    expect(await screen.findByText('req_9')).toBeTruthy();
  });

  it('lists each image when somebody opens the list', async () => {
    site
      .on('GET /jobs/7', progress({ open: 0, state: 'finished' }))
      .on('GET /jobs/7/items', ({ query }) => ({
        credits_used: 2,
        items: query.get('after') === '0' ? [{ id: 5, attachment_id: 1, file: 'rocket.jpg', state_label: 'Optimized' }] : [],
      }));
    show();
    await screen.findByText('3 of 3 images done.');
    await userEvent.click(screen.getByText('Each image'));
    expect(await screen.findByRole('rowheader', { name: 'rocket.jpg' })).toBeTruthy();
    expect(site.asked('GET /jobs/7/items').map(({ query }) => query.get('after'))).toEqual(['0', '5']);
  });
});
