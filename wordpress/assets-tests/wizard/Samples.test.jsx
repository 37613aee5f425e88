import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Samples } from '../../assets-src/wizard/Samples';
import { Site } from '../support/site';

const samples = [1, 2, 3, 4, 5, 6].map((id) => ({ id, file: `${id}.jpg`, thumbnail: 'x' }));
const settings = { format: 'webp', preset: 'auto' };
const preview = (changes) => ({
  before: 'data:,',
  after: 'data:,',
  before_bytes: 1000,
  after_bytes: 400,
  score: 81.4,
  ...changes,
});

describe('Samples', () => {
  it('shows all that are picked side by side, with sizes and score', async () => {
    site.on('POST /previews', ({ data }) => preview({ after_bytes: data.ids[0] === 2 ? 3680 : 400 }));
    render(<Samples samples={samples} settings={settings} />);
    await userEvent.click(screen.getByRole('button', { name: 'Preview 3 images (free)' }));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(3));
    expect(screen.getAllByText(/1,000 B → 400 B \(60% smaller\) at this size, visual quality 81 of 100/)).toHaveLength(2);
    expect(screen.getByText(/Stays as it is: no smaller version found\./)).toBeTruthy();
    expect(site.asked('POST /previews').map(({ data }) => data.ids)).toEqual([[1], [2], [3]]);
  });

  it('takes at most five, and none', async () => {
    render(<Samples samples={samples} settings={settings} />);
    const boxes = screen.getAllByRole('checkbox');
    await userEvent.click(boxes[3]);
    await userEvent.click(boxes[4]);
    expect(boxes[5].disabled).toBe(true);
    for (const box of boxes.slice(0, 5)) {
      await userEvent.click(box);
    }
    const button = screen.getByRole('button', { name: 'Preview 0 images (free)' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
  });

  it('asks only for what it has not shown with these settings yet', async () => {
    site.on('POST /previews', preview());
    const one = samples.slice(0, 1);
    const { rerender } = render(<Samples samples={one} settings={settings} />);
    const button = screen.getByRole('button', { name: 'Preview 1 image (free)' });
    await userEvent.click(button);
    await screen.findByRole('listitem');
    await userEvent.click(button);
    expect(site.asked('POST /previews')).toHaveLength(1);
    rerender(<Samples samples={one} settings={{ ...settings, preset: 'low' }} />);
    expect(screen.queryByRole('listitem')).toBeNull();
    await userEvent.click(button);
    expect(site.asked('POST /previews')[1].data.settings.preset).toBe('low');
  });

  it('shows the others where one image can’t be read, and names that one', async () => {
    site.on('POST /previews', ({ data }) =>
      data.ids[0] === 1 ? Site.refusal('damaged', 'The file is incomplete.', 502) : preview()
    );
    render(<Samples samples={samples} settings={settings} />);
    await userEvent.click(screen.getByRole('button', { name: /Preview 3/ }));
    await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(2));
    const told = screen.getAllByRole('alert').map((alert) => alert.textContent).filter(Boolean);
    expect(told).toEqual([expect.stringContaining('1.jpg The file is incomplete.')]);
  });

  it('asks no further when the site is away', async () => {
    site.on('POST /previews', new TypeError('Failed to fetch'));
    render(<Samples samples={samples} settings={settings} />);
    await userEvent.click(screen.getByRole('button', { name: /Preview 3/ }));
    expect(await screen.findByText(/can’t be reached/)).toBeTruthy();
    expect(site.asked('POST /previews')).toHaveLength(1);
  });

  it('says why there is no preview', async () => {
    site.on('POST /previews', Site.refusal('rate_limited', 'No more previews this hour.', 502, { request_id: 'req_5' }));
    render(<Samples samples={samples} settings={settings} />);
    await userEvent.click(screen.getByRole('button', { name: /Preview 3/ }));
    expect(await screen.findByText('No more previews this hour.')).toBeTruthy();
    expect(screen.getByText('req_5')).toBeTruthy();
  });

  it('is not there without images', () => {
    const { container } = render(<Samples samples={[]} settings={settings} />);
    expect(container.textContent).toBe('');
  });
});
