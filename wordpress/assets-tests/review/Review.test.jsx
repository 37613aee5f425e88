import { render, screen, waitFor } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { Review } from '../../assets-src/review/Review';
import { pages, reviewed } from '../support/facts';

describe('Review', () => {
  it('goes on following after failed requests, until nothing is being worked on', async () => {
    const answers = [
      { items: [reviewed()], working: 1 },
      new TypeError('Failed to fetch'),
      { items: [reviewed(), reviewed({ id: 2, file: 'barn.jpg' })], working: 0 },
    ];
    site.on('POST /tick', {}).on('GET /jobs/7/review', (request) =>
      request.query.get('after') === '0' ? answers.shift() : { items: [], working: answers.length });
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    render(<Review job={7} onDone={() => {}} onClose={() => {}} />);
    expect(await screen.findByText(/can’t be reached/)).toBeTruthy();
    expect(await screen.findByRole('listitem', { name: 'barn.jpg' })).toBeTruthy();
    await waitFor(() => expect(screen.queryByText(/can’t be reached/)).toBeNull());
  });

  it('ends when nothing waits any more', async () => {
    const done = vi.fn();
    site.on('GET /jobs/7/review', pages({ items: [], working: 0 }));
    render(<Review job={7} onDone={done} onClose={() => {}} />);
    await waitFor(() => expect(done).toHaveBeenCalled());
  });
});
