import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { FilterForm } from '../../assets-src/bulk/FilterForm';
import { Site } from '../support/site';

const option = (value, label = value) => ({ value, label });
const choices = {
  folder: [option('2026/11')],
  type: [option('image/png', 'PNG')],
  author: [option('3', 'Ann')],
  post_type: [option('product', 'Product')],
  status: [option('unprocessed', 'Unprocessed')],
  alt: [option('missing', 'Missing')],
};

function show({ views = [], summary = { count: 40, bytes: 12 * 1024 ** 2 } } = {}) {
  site.on('POST /selection', summary);
  site.on('GET /capabilities', { prices: { analyze_export: 2 } });
  const onOpen = vi.fn();
  render(<FilterForm choices={choices} views={views} onOpen={onOpen} />);
  return onOpen;
}
const lastAsked = () => site.asked('POST /selection').at(-1).data.filter;
const select = (label, value) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

describe('FilterForm', () => {
  it('says number, size and cost before anything, and opens the wizard for exactly those', async () => {
    const onOpen = show();
    await screen.findByText(/40 images, 12 MB\. At most 80 credits for Analyze & Export\./);
    expect(lastAsked()).toEqual({});
    await userEvent.click(screen.getByRole('button', { name: 'Optimize 40 images…' }));
    expect(onOpen).toHaveBeenCalledWith({ filter: {}, count: 40 });
  });

  it('promises no number of another filter, and asks again when the site is back', async () => {
    const onOpen = show();
    await screen.findByRole('button', { name: 'Optimize 40 images…' });
    site.on('POST /selection', new TypeError('Failed to fetch'));
    select('File type', 'image/png');
    const button = screen.getByRole('button', { name: 'Optimize…' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(await screen.findByText(/can’t be reached right now/)).toBeTruthy();
    site.on('POST /selection', { count: 3, bytes: 1024 });
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Optimize 3 images…' }));
    expect(onOpen).toHaveBeenCalledWith({ filter: { type: 'image/png' }, count: 3 });
    expect(screen.queryByText(/can’t be reached/)).toBeNull();
  });

  it('asks for what was chosen, and forgets what was taken back', async () => {
    show();
    select('Folder', '2026/11');
    select('Uploaded by', '3');
    select('Alt text', 'missing');
    fireEvent.change(screen.getByLabelText('Larger than (KB)'), { target: { value: '300' } });
    fireEvent.change(screen.getByLabelText('Uploaded on or after'), { target: { value: '2026-01-01' } });
    await userEvent.click(screen.getByLabelText('Uploaded more than once'));
    await waitFor(() =>
      expect(lastAsked()).toEqual({
        folder: '2026/11',
        author: '3',
        alt: 'missing',
        larger_than: 300 * 1024,
        after: '2026-01-01',
        duplicates: true,
      })
    );
    select('Folder', '');
    await userEvent.click(screen.getByLabelText('Uploaded more than once'));
    await waitFor(() => expect(lastAsked()).not.toHaveProperty('folder'));
    await waitFor(() => expect(lastAsked()).not.toHaveProperty('duplicates'));
  });

  it('offers nothing to optimize where nothing is found', async () => {
    const onOpen = show({ summary: { count: 0, bytes: 0 } });
    const button = await screen.findByRole('button', { name: 'Optimize 0 images…' });
    await userEvent.click(button);
    expect(onOpen).not.toHaveBeenCalled();
  });

  it('says what went wrong', async () => {
    show();
    site.on('POST /selection', Site.refusal('forbidden', 'You are signed out.', 401));
    await screen.findByText('You are signed out.');
  });

  it('names no price without a connection', async () => {
    window.pictureOptimizer.connection = { ready: false };
    show();
    await screen.findByText('40 images, 12 MB');
    expect(site.asked('GET /capabilities')).toHaveLength(0);
  });
});

describe('saved views', () => {
  const views = [{ name: 'Heavy PNG', filter: { type: 'image/png', larger_than: 500 * 1024, folder: '', duplicates: false } }];

  it('fills the filter again', async () => {
    show({ views });
    select('Saved views', 'Heavy PNG');
    await waitFor(() => expect(lastAsked()).toEqual({ type: 'image/png', larger_than: 500 * 1024 }));
    expect(screen.getByLabelText('Larger than (KB)').value).toBe('500');
  });

  it('keeps the present filter under a name', async () => {
    show();
    site.on('POST /views', ({ data }) => data);
    select('Alt text', 'missing');
    await userEvent.type(screen.getByLabelText('Name of a new view'), 'No alt');
    await userEvent.click(screen.getByRole('button', { name: 'Save view' }));
    await waitFor(() => expect(screen.getByLabelText('Saved views').value).toBe('No alt'));
    expect(site.asked('POST /views')[0].data).toEqual({ views: [{ name: 'No alt', filter: { alt: 'missing' } }] });
  });

  it('forgets one', async () => {
    show({ views });
    site.on('POST /views', ({ data }) => data);
    select('Saved views', 'Heavy PNG');
    await userEvent.click(screen.getByRole('button', { name: 'Delete “Heavy PNG”' }));
    await waitFor(() => expect(screen.queryByLabelText('Saved views')).toBeNull());
    expect(site.asked('POST /views')[0].data).toEqual({ views: [] });
  });
});
