import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { ImagePage } from '../../assets-src/image/ImagePage';
import { Site } from '../support/site';

const size = { name: 'full', label: 'Full size', file: 'rocket.webp', width: 1200, height: 800, bytes: 50_000, mime: 'image/webp', score: 71.6 };
const text = { field: 'alt', label: 'Alt text', text: 'A rocket', by: 'Picture Optimizer, approved by Ann', at: 1_700_000_000 };
const facts = (changes = {}) => ({
  id: 11,
  file: 'rocket.jpg',
  image: 'http://site.test/rocket.webp',
  status: { name: 'processed', label: 'Fully processed', detail: '', canRevert: true },
  replaced: true,
  bytes_before: 200_000,
  bytes_after: 50_000,
  credits: 2,
  sizes: [size, { ...size, name: 'thumbnail', label: 'Thumbnail', score: null }],
  metadata: [{ field: 'gps', label: 'GPS location', before: '48.1', after: null }],
  notes: ['Colors were converted to sRGB.'],
  texts: [
    { ...text, before: 'Our launch' },
    { ...text, field: 'caption', label: 'Caption', text: '', by: '', at: 0, before: null },
  ],
  history: [{ at: 1_700_000_000, what: 'Analyze & Export', state: 'Done', reason: '', credits: 2, by: 'Ann' }],
  ...changes,
});

function show(changes) {
  site.on('GET /pictures/11/facts', facts(changes));
  const told = { onOpen: vi.fn(), onClose: vi.fn() };
  render(<ImagePage id={11} {...told} />);
  return told;
}

describe('ImagePage', () => {
  it('shows files, text with its author, embedded metadata and history', async () => {
    show();
    expect(await screen.findByRole('dialog', { name: 'rocket.jpg' })).toBeTruthy();
    expect(screen.getByText(/195.3 KB → 48.8 KB \(75% smaller\) · 2 credits charged/)).toBeTruthy();
    const full = within(screen.getByRole('rowheader', { name: 'Full size' }).closest('tr'));
    expect(screen.getByRole('region', { name: 'Files' }).tabIndex, 'it is scrolled by keyboard').toBe(0);
    expect(full.getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['1200 × 800', 'WebP', '48.8 KB', '72']);
    expect(screen.getByText(/approved by Ann · /)).toBeTruthy();
    const gps = within(screen.getByRole('rowheader', { name: 'GPS location', hidden: true }).closest('tr'));
    expect(gps.getByText('removed')).toBeTruthy();
    expect(screen.getByText('Colors were converted to sRGB.')).toBeTruthy();
    expect(screen.getByText('Analyze & Export').parentElement.textContent).toMatch(/Done · Ann · .* · 2 credits/);
  });

  it('restores one text, and tells the page behind that something changed', async () => {
    const { onClose } = show();
    site.on('POST /pictures/11/texts/revert', { text: 'Our launch' });
    await userEvent.click(await screen.findByRole('button', { name: 'Restore previous: Alt text' }));
    await waitFor(() => expect(site.asked('GET /pictures/11/facts')).toHaveLength(2));
    expect(site.asked('POST /pictures/11/texts/revert')[0].data).toEqual({ field: 'alt' });
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(onClose).toHaveBeenCalledWith(true));
  });

  it('takes a step of the history back', async () => {
    const step = { at: 1_700_000_001, what: 'Alt text changed', state: '', reason: '“” → “Rocket”', credits: 0, by: 'Bob', undo: 5 };
    const { onClose } = show({ history: [step, ...facts().history] });
    site.on('POST /pictures/11/events/5/undo', {});
    const undo = await screen.findByRole('button', { name: 'Undo: Alt text changed', hidden: true });
    expect(screen.getAllByRole('button', { name: /^Undo/, hidden: true })).toHaveLength(1);
    await userEvent.click(undo);
    await waitFor(() => expect(site.asked('GET /pictures/11/facts')).toHaveLength(2));
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
    await waitFor(() => expect(onClose).toHaveBeenCalledWith(true));
  });

  it('says why a step can’t be taken back', async () => {
    show({ history: [{ ...facts().history[0], what: 'Title changed', undo: 6 }] });
    site.on('POST /pictures/11/events/6/undo', Site.refusal('refused', 'This text was changed again since.', 409));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo: Title changed', hidden: true }));
    expect(await screen.findByText('This text was changed again since.')).toBeTruthy();
    expect(site.asked('GET /pictures/11/facts')).toHaveLength(1);
  });

  it('compares with the original from the backup', async () => {
    show();
    site.on('GET /pictures/11/original', { image: 'data:image/jpeg;base64,AA' });
    await userEvent.click(await screen.findByRole('button', { name: 'Compare with the original' }));
    expect(await screen.findByRole('slider')).toBeTruthy();
    expect(document.querySelector('img[src^="data:image/jpeg"]')).toBeTruthy();
  });

  it('says why there is no original to show', async () => {
    show();
    site.on('GET /pictures/11/original', Site.refusal('refused', 'The backup of this image is missing.', 409));
    await userEvent.click(await screen.findByRole('button', { name: 'Compare with the original' }));
    expect(await screen.findByText('The backup of this image is missing.')).toBeTruthy();
  });

  it.each([
    ['Analyze', ['optimize', 'analyze']],
    ['Compress', ['optimize', 'export']],
    ['Restore original', ['revert']],
  ])('opens %s', async (name, what) => {
    const { onOpen } = show();
    await userEvent.click(await screen.findByRole('button', { name }));
    expect(onOpen).toHaveBeenCalledWith(...what);
  });

  it('offers nothing to restore where nothing was done', async () => {
    const status = { name: 'unprocessed', label: 'Unprocessed', canRevert: false };
    show({ status, replaced: false, metadata: [], notes: [], history: [] });
    await screen.findByText('Unprocessed');
    expect(screen.queryByRole('button', { name: 'Restore original' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Compare with the original' })).toBeNull();
    expect(screen.queryByText('Embedded metadata')).toBeNull();
    expect(screen.getByText('Nothing yet.')).toBeTruthy();
  });

  it('says so when the facts cannot be had, and tries again', async () => {
    site.on('GET /pictures/11/facts', new TypeError('Failed to fetch'));
    render(<ImagePage id={11} onOpen={() => {}} onClose={() => {}} />);
    await screen.findByText(/can’t be reached/);
    site.on('GET /pictures/11/facts', facts());
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    expect(await screen.findByText('Fully processed')).toBeTruthy();
  });
});
