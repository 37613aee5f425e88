import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Live } from '../../assets-src/job/Live';
import { progress } from '../support/facts';

describe('Live', () => {
  it('shows the way to the results when the job is over', async () => {
    site.on('GET /jobs/7', progress({ state: 'finished', open: 0 }));
    const show = vi.fn();
    render(<Live job={7} onShow={show} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Show results' }));
    expect(show).toHaveBeenCalledOnce();
  });

  it('says what failed while others go on', async () => {
    const failed = { state: 'failed', code: 'x', number: 1, reason: 'The file is damaged.', advice: { text: '', link: '' } };
    site.on('GET /jobs/7', progress({ state: 'paused', reasons: [failed] }));
    render(<Live job={7} onShow={() => {}} />);
    expect(await screen.findByText('1 image failed:')).toBeTruthy();
    expect(screen.getByText(/Paused\./)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Resume' })).toBeTruthy();
  });

  it('says that it is stopping until what is at work has ended, also to who comes later', async () => {
    site.on('GET /jobs/7', progress({ open: 1, counts: { cancelled: 2, uploaded: 1 } }));
    site.on('POST /tick', {});
    render(<Live job={7} onShow={() => {}} />);
    expect(await screen.findByText('Stopping… Images in progress are finished first.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull();
  });

  it('[acceptance-D2] says so at once when somebody stops it', async () => {
    site.on('GET /jobs/7', progress({ state: 'paused', open: 2 }));
    site.on('POST /jobs/7/stop', progress({ open: 2 }));
    render(<Live job={7} onShow={() => {}} />);
    const stop = await screen.findByRole('button', { name: 'Stop' });
    // It stands there before it is known what there is to stop.
    await waitFor(() => expect(stop.getAttribute('aria-disabled')).toBeNull());
    await userEvent.click(stop);
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(await screen.findByText(/^Stopping…/)).toBeTruthy();
    expect(site.asked('POST /jobs/7/stop')).toHaveLength(1);
  });
});
