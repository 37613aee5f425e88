import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { block, editorWith, image, siteThatWrites } from '../support/editor';
import { Site } from '../support/site';

let ImageTools, GalleryTools, imageOf;
beforeEach(async () => {
  window.pictureOptimizer.inspectorGroup = 'default';
  vi.resetModules();
  ({ ImageTools } = await import('../../assets-src/editor/ImageTools'));
  ({ GalleryTools } = await import('../../assets-src/editor/GalleryTools'));
  ({ imageOf } = await import('../../assets-src/editor/images'));
});

const status = { name: 'processed', label: 'Fully processed', detail: '10 kB saved' };
const sidebar = () => within(screen.getByTestId('sidebar'));
const button = (name) => sidebar().findByRole('button', { name });

describe('ImageTools', () => {
  const showFor = (attributes) => {
    const mine = image(attributes);
    const editor = editorWith([mine], { status });
    editor.show(<ImageTools image={imageOf(mine)} isSelected />);
    return { ...editor, alt: () => editor.blocks()[0].attributes.alt };
  };

  it('says what was done to the image, in toolbar and sidebar', async () => {
    siteThatWrites({ 11: {} });
    showFor();
    await button('Generate alt text (1 credit)');
    expect(sidebar().getByText(/Fully processed/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Picture Optimizer: Fully processed' })).toBeTruthy();
  });

  it('fills an empty alt text with one click', async () => {
    siteThatWrites({ 11: {} });
    const { alt, notices } = showFor();
    await userEvent.click(await button('Generate alt text (1 credit)'));
    await waitFor(() => expect(alt()).toBe('A rocket'));
    expect(notices).toEqual(['Alt text added.']);
    expect(site.asked('POST /plans')[0].data.settings.spots[11][0]).toMatchObject({ page_title: 'Our club' });
  });

  it('says afterwards what has been done', async () => {
    siteThatWrites({ 11: {} });
    const mine = image();
    const before = { name: 'seen', label: 'Unprocessed', detail: '' };
    const after = { name: 'analysed', label: 'Analyzed', detail: '' };
    editorWith([mine], { status: before, after }).show(<ImageTools image={imageOf(mine)} isSelected />);
    await userEvent.click(await button('Generate alt text (1 credit)'));
    expect(await sidebar().findByText(/Analyzed/)).toBeTruthy();
  });

  it('asks to check a text of which the model was not sure', async () => {
    siteThatWrites({ 11: { confidence: 0.3 } });
    const { notices } = showFor();
    await userEvent.click(await button('Generate alt text (1 credit)'));
    await waitFor(() => expect(notices).toEqual(['Alt text added. Please check it: the model was not sure.']));
  });

  it('[acceptance-E1] shows a text beside one that is there; a click takes it, another keeps', async () => {
    siteThatWrites({ 11: { present: { alt: 'Mine' } } });
    const { alt } = showFor({ alt: 'Mine' });
    await userEvent.click(await button('Generate alt text (1 credit)'));
    await userEvent.click(await button('Keep mine'));
    expect(alt()).toBe('Mine');
    expect(sidebar().queryByText('A rocket')).toBeNull();
    await userEvent.click(await button('Generate alt text (1 credit)'));
    await userEvent.click(await button('Use this text: A rocket'));
    expect(alt()).toBe('A rocket');
  });

  it('[acceptance-E2] suggests decoration and lets the person decide', async () => {
    siteThatWrites({ 11: { decorative: true, proposed: { alt: '' } } });
    const { blocks } = showFor();
    await userEvent.click(await button('Generate alt text (1 credit)'));
    expect(blocks()[0].attributes.isDecorative).toBeUndefined();
    await userEvent.click(await button('Mark as decorative'));
    expect(blocks()[0].attributes).toMatchObject({ alt: '', isDecorative: true });
  });

  it('says why there is no text', async () => {
    siteThatWrites({ 11: {} }, { items: [], results: [{ id: 1, attachment_id: 11, reason: 'The model refused.' }] });
    site.on('GET /jobs/7', { state: 'finished', open: 0, in_review: 0 });
    showFor();
    await userEvent.click(await button('Generate alt text (1 credit)'));
    expect((await sidebar().findAllByText('The model refused.')).length).toBeGreaterThan(0);
  });

  it('offers to try again after a failure', async () => {
    siteThatWrites({ 11: {} });
    site.on('POST /plans', Site.refusal('outage', 'The service is away.', 502));
    const { alt } = showFor();
    await userEvent.click(await button('Generate alt text (1 credit)'));
    await sidebar().findByText('The service is away.');
    siteThatWrites({ 11: {} });
    await userEvent.click(await button('Retry now'));
    await waitFor(() => expect(alt()).toBe('A rocket'));
  });

  it('orders nothing before the price is known, and asks for it until it is', async () => {
    siteThatWrites({ 11: {} });
    site.on('GET /capabilities', Site.refusal('unreachable', 'The service is away.', 502, { retryable: true }));
    showFor();
    await sidebar().findByText('The service is away.');
    expect((await button('Generate alt text')).getAttribute('aria-disabled')).toBe('true');
    siteThatWrites({ 11: {} });
    await userEvent.click(await button('Retry now'));
    await button('Generate alt text (1 credit)');
    expect(sidebar().queryByText('The service is away.')).toBeNull();
    expect(site.asked('POST /plans')).toEqual([]);
  });

  it('leads to the settings while there is no connection, and asks the service for nothing', () => {
    window.pictureOptimizer.connection = { ready: false, obstacle: 'No key yet.' };
    showFor();
    expect(sidebar().getByText(/No key yet/)).toBeTruthy();
    expect(sidebar().getByRole('link', { name: 'Connect to generate alt text' }).href).toContain('picture-optimizer');
    expect(site.requests).toEqual([]);
  });

  it('draws and asks nothing while its block is not selected', () => {
    const mine = image();
    editorWith([mine]).show(<ImageTools image={imageOf(mine)} isSelected={false} />);
    expect(screen.queryByTestId('sidebar')).toBeNull();
    expect(site.requests).toEqual([]);
  });

  it.each([
    ['Optimize this image', 'optimize'],
    ['Image details', 'image'],
  ])('opens %s', async (name, action) => {
    siteThatWrites({ 11: {} });
    window.pictureOptimizer.open = vi.fn();
    showFor();
    await userEvent.click(await button(name));
    expect(window.pictureOptimizer.open).toHaveBeenCalledWith(action, { ids: [11], count: 1 }, expect.anything());
  });
});

describe('GalleryTools', () => {
  const showWith = (...images) => {
    const gallery = block('core/gallery', {}, images);
    const editor = editorWith([gallery]);
    editor.show(<GalleryTools clientId={gallery.clientId} />);
    return () => editor.blocks()[0].innerBlocks.map(({ attributes }) => attributes.alt);
  };

  it('writes for those that have none, at once, and settles the rest one by one', async () => {
    siteThatWrites({ 11: {}, 12: { decorative: true } });
    const alts = showWith(image({ id: 11 }), image({ id: 12 }), image({ id: 13, alt: 'Mine' }));
    await userEvent.click(await button('Generate alt text for 2 images (2 credits)'));
    await waitFor(() => expect(alts()).toEqual(['A rocket', '', 'Mine']));
    expect(site.asked('POST /plans')[0].data.ids).toEqual([11, 12]);
    await userEvent.click(await button('Mark as decorative'));
    await sidebar().findByText('Every image here has alt text or is decorative.');
  });

  it('optimizes all of its images', async () => {
    siteThatWrites({ 11: {} });
    window.pictureOptimizer.open = vi.fn();
    showWith(image({ id: 11, alt: 'a' }), image({ id: 12, alt: 'b' }));
    await userEvent.click(await button('Optimize these images'));
    expect(window.pictureOptimizer.open.mock.calls[0][1].ids).toEqual([11, 12]);
  });

  it('offers nothing for an empty gallery', () => {
    showWith();
    expect(sidebar().queryByRole('button', { name: /^(Generate|Optimize)/ })).toBeNull();
  });
});
