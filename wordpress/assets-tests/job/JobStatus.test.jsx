import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Images } from '../../assets-src/job/Images';
import { JobControls } from '../../assets-src/job/JobControls';
import { JobStatus } from '../../assets-src/job/JobStatus';
import { item, progress } from '../support/facts';

const group = (changes) => ({
  state: 'waiting',
  code: 'x',
  number: 2,
  reason: 'The service is away.',
  advice: { text: 'It goes on by itself.', link: '' },
  ...changes,
});
const show = (changes, more = {}) => render(<JobStatus progress={progress(changes)} {...more} />);

describe('JobStatus', () => {
  it('says how far a job is, as text and as a bar', () => {
    show({ total: 10, open: 4 });
    expect(screen.getByRole('status').textContent).toContain('6 of 10 images done.');
    const bar = screen.getByRole('progressbar', { name: 'Images done' });
    expect([bar.value, bar.max]).toEqual([6, 10]);
  });

  it('says nothing that it does not know', () => {
    render(<JobStatus progress={null} />);
    expect(screen.getByRole('status').textContent).toContain('0 of 0');
    expect(screen.queryByText('Each image')).toBeNull();
  });

  it('says pace and time left once they are known', () => {
    show({ per_minute: 12.5, seconds_left: 600 });
    expect(screen.getByText('12.5 images a minute, about 10 minutes left.')).toBeTruthy();
  });

  it('says why images wait, and what helps', async () => {
    const onRetry = vi.fn();
    show({ reasons: [group({ advice: { text: 'Add credits.', link: 'buy' } })] }, { onRetry, links: { buy: 'http://service.test/credits' } });
    expect(screen.getByRole('listitem').textContent).toContain('2 images: The service is away. Add credits.');
    expect(screen.getByRole('link', { name: 'Buy credits' }).href).toBe('http://service.test/credits');
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it('leads to where a budget is raised', () => {
    const links = { buy: 'http://service.test/credits', budget: 'http://service.test/sites/1' };
    show({ reasons: [group({ advice: { text: 'Raise the budget.', link: 'budget' } })] }, { links });
    expect(screen.getByRole('link', { name: 'Change budget' }).href).toBe('http://service.test/sites/1');
    expect(screen.queryByRole('link', { name: 'Buy credits' })).toBeNull();
  });

  it('leads to the settings', () => {
    show({ reasons: [group({ advice: { text: '', link: 'settings' } })] });
    expect(screen.getByRole('link', { name: 'Settings' }).href).toContain('page=picture-optimizer');
  });

  it('says what failed also when all is over, and no longer what waited', () => {
    show({ state: 'finished', open: 0, reasons: [group(), group({ state: 'failed', code: 'y', number: 1, reason: 'Damaged.' })] });
    expect(screen.getAllByRole('listitem').map((line) => line.textContent.trim())).toEqual([
      '1 image failed: Damaged. It goes on by itself.',
    ]);
  });

  it('lists the images of a job that is not too long for it', () => {
    show({ total: 500 });
    expect(screen.getByText('Each image')).toBeTruthy();
  });

  it('lists none of a longer one', () => {
    show({ total: 501 });
    expect(screen.queryByText('Each image')).toBeNull();
  });
});

describe('JobControls', () => {
  const control = (changes, more = {}) => {
    const done = [];
    const act = (action) => () => done.push(action);
    render(<JobControls progress={progress(changes)} act={act} onReview={() => done.push('review')} {...more} />);
    return done;
  };
  const click = (name) => userEvent.click(screen.getByRole('button', { name }));

  it('pauses and resumes', async () => {
    const done = control();
    await click('Pause');
    expect(done).toEqual(['pause']);
  });

  it('stops only after a second click', async () => {
    const done = control();
    await click('Stop');
    expect(done).toEqual([]);
    await click('Keep going');
    await click('Stop');
    await click('Stop');
    expect(done).toEqual(['stop']);
  });

  it('leads to what waits for review', async () => {
    const done = control({ in_review: 1 });
    await click('Review 1 image');
    expect(done).toEqual(['review']);
  });

  it('offers nothing more while it stops', () => {
    control({}, { stopping: true });
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});

describe('Images', () => {
  it('says of each image what became of it, and who approved its text', () => {
    render(<Images items={[item({ approved_by: 'Ann' }), item({ id: 2, attachment_id: 12, bytes_after: 0, state_label: 'Failed', reason: 'Damaged.', alt: '' })]} />);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows[0].textContent).toContain('Approved by Ann');
    expect(rows[0].textContent).toContain('75% smaller');
    expect(rows[1].textContent).toContain('Failed Damaged.');
    expect(rows[1].textContent).not.toContain('smaller');
  });

  it('says once that an image waits for a review, and what its files save already', () => {
    const waits = { state: 'review', state_label: 'Waiting for review', reason: 'Waiting for metadata review.' };
    render(<Images items={[item(waits)]} />);
    expect(screen.getAllByText(/Waiting for review/)).toHaveLength(1);
    expect(screen.getAllByRole('row')[1].textContent).toContain('75% smaller');
  });

  it('says nothing twice', () => {
    render(<Images items={[item({ state: 'cancelled', state_label: 'Canceled', reason: 'Canceled.' })]} />);
    expect(screen.getAllByText(/Canceled/)).toHaveLength(1);
  });
});
