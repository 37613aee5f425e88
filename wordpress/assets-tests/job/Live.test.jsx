import { render, screen } from '@testing-library/react';
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
});
