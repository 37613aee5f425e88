import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { block, editorWith, image, siteThatWrites } from '../support/editor';

let PrePublish;
beforeEach(async () => {
  vi.resetModules();
  ({ PrePublish } = await import('../../assets-src/editor/PrePublish'));
});

const Panel = ({ title, children }) => <section aria-label={title}>{children}</section>;
const show = (...blocks) => {
  const editor = editorWith(blocks);
  editor.show(<PrePublish Panel={Panel} />);
  return () => editor.blocks().map(({ attributes }) => attributes.alt);
};

describe('PrePublish', () => {
  it('writes all missing texts with one click, and lets them be corrected', async () => {
    siteThatWrites({ 11: {}, 12: { proposed: { alt: 'A dog' } } });
    const alts = show(image({ id: 11 }), image({ id: 12 }), image({ id: 13, alt: 'Mine' }));
    expect(screen.getByRole('region', { name: 'Alt text: 2 images have none' })).toBeTruthy();
    await userEvent.click(await screen.findByRole('button', { name: 'Generate alt text for 2 images (2 credits)' }));
    await waitFor(() => expect(alts()).toEqual(['A rocket', 'A dog', 'Mine']));
    expect(screen.getByRole('status').textContent).toBe('Every image has alt text or is decorative.');
    const [first] = screen.getAllByRole('textbox', { name: 'Alt text' });
    fireEvent.change(first, { target: { value: 'Our rocket' } });
    expect(alts()[0]).toBe('Our rocket');
    expect(screen.getAllByRole('textbox')).toHaveLength(2);
  });

  it('[acceptance-E7] takes a decision for decoration', async () => {
    siteThatWrites({ 11: {} });
    show(image());
    await userEvent.click(screen.getByRole('button', { name: 'Mark as decorative' }));
    expect(screen.getByText('Decorative')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Alt text' })).toBeTruthy();
    expect(screen.getByRole('textbox').disabled).toBe(true);
  });

  it('suggests decoration, and takes it away once it is decided', async () => {
    siteThatWrites({ 11: { decorative: true } });
    show(image());
    await userEvent.click(await screen.findByRole('button', { name: 'Generate alt text (1 credit)' }));
    await screen.findByText(/looks decorative/);
    await userEvent.click(screen.getByRole('button', { name: 'Use this text: A rocket' }));
    expect(screen.queryByText(/looks decorative/)).toBeNull();
    expect(screen.getByRole('textbox').value).toBe('A rocket');
  });

  it('is not there for a post without images of the library', () => {
    show(block('core/paragraph', { content: 'x' }), block('core/image', { url: 'http://other.test/x.jpg' }));
    expect(screen.queryByRole('region')).toBeNull();
    expect(site.requests).toEqual([]);
  });

  it('asks for nothing where nothing is missing', () => {
    show(image({ alt: 'Mine' }));
    expect(screen.queryByRole('button')).toBeNull();
    expect(site.requests).toEqual([]);
  });

  it('says what is missing without a connection', () => {
    window.pictureOptimizer.connection = { ready: false, obstacle: 'No key yet.' };
    show(image());
    expect(screen.getByText(/No key yet/)).toBeTruthy();
    expect(screen.getByRole('textbox')).toBeTruthy();
  });
});
