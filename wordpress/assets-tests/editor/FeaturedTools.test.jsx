import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { editorWith, siteThatWrites } from '../support/editor';

let FeaturedTools;
beforeEach(async () => {
  vi.resetModules();
  ({ FeaturedTools } = await import('../../assets-src/editor/FeaturedTools'));
});

function show(options) {
  const editor = editorWith([], { featured: 11, status: { name: 'exported', label: 'Exported' }, ...options });
  editor.show(<FeaturedTools />);
  return () => editor.registry.select('core').getEntityRecord().alt_text;
}
const generate = async () => userEvent.click(await screen.findByRole('button', { name: 'Generate alt text (1 credit)' }));
const said = () => screen.getByRole('status').textContent;

describe('FeaturedTools', () => {
  it('says what the library has now where it had nothing', async () => {
    siteThatWrites({ 11: {} });
    show();
    expect(screen.getByText(/Exported/)).toBeTruthy();
    await generate();
    await waitFor(() => expect(said()).toBe('Alt text in the Media Library: “A rocket”'));
    expect(screen.queryByRole('button', { name: 'Use this text' })).toBeNull();
  });

  it('[acceptance-E1] replaces a text of the library on a click only', async () => {
    siteThatWrites({ 11: { present: { alt: 'Mine' } } });
    const alt = show({ libraryAlt: 'Mine' });
    await generate();
    const use = await screen.findByRole('button', { name: 'Use this text' });
    expect(alt()).toBe('Mine');
    await userEvent.click(use);
    await waitFor(() => expect(alt()).toBe('A rocket'));
  });

  it('says so when the text cannot be saved, and tries again', async () => {
    siteThatWrites({ 11: { present: { alt: 'Mine' } } });
    const alt = show({ libraryAlt: 'Mine', refusals: [Object.assign(new Error(), { code: 'fetch_error' })] });
    await generate();
    await userEvent.click(await screen.findByRole('button', { name: 'Use this text' }));
    expect(await screen.findByText(/can’t be reached/)).toBeTruthy();
    expect(said()).toBe('“A rocket”');
    await userEvent.click(screen.getByRole('button', { name: 'Retry now' }));
    await waitFor(() => expect(said()).toBe('Alt text in the Media Library: “A rocket”'));
    expect(alt()).toBe('A rocket');
  });

  it('[acceptance-E2] suggests decoration', async () => {
    siteThatWrites({ 11: { decorative: true } });
    show();
    await generate();
    await waitFor(() => expect(said()).toMatch(/looks decorative/));
  });

  it('is not there without a featured image', () => {
    show({ featured: 0 });
    expect(screen.queryByRole('button')).toBeNull();
    expect(site.requests).toEqual([]);
  });
});
