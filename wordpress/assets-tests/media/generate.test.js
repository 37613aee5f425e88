import { fireEvent, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { siteThatWrites } from '../support/editor';

let generate, priceLabels;
const save = vi.fn();
let stored;

// The window's model of an image: what it shows, what the library has.
function mediaWindow(alt, libraryAlt = alt) {
  stored = libraryAlt;
  let shown = alt;
  const model = {
    get: () => shown,
    fetch: async () => {
      shown = stored;
    },
    save,
  };
  window.wp = { media: { attachment: () => model } };
}

function fields(priced = ' data-picopt-priced="1"') {
  document.body.innerHTML =
    '<div class="media-sidebar"><span data-setting="alt"><textarea></textarea></span>' +
    `<div data-picopt-buttons><p><button data-picopt-generate="11"${priced}>Generate alt text</button></p><p role="status"></p></div></div>`;
  return document.querySelector('button');
}
const field = () => document.querySelector('[data-setting="alt"] textarea').value;
const said = () => document.querySelector('[role="status"]').textContent;

beforeEach(async () => {
  vi.resetModules();
  document.body = document.createElement('body'); // the one before is watched by earlier tests' price labels
  save.mockReset();
  save.mockResolvedValue();
  ({ generate, priceLabels } = await import('../../assets-src/media/generate'));
});

describe('generate', () => {
  it('fills an empty alt text of the library, and the window follows', async () => {
    mediaWindow('');
    siteThatWrites({ 11: {} });
    site.on('POST /tick', () => {
      stored = 'A rocket';
      return {};
    });
    const button = fields();
    await generate(button, 11);
    expect(said()).toBe('Alt text added.');
    expect(field()).toBe('A rocket');
    expect(button.disabled).toBe(false);
    expect(save).not.toHaveBeenCalled();
  });

  it('[acceptance-E1] shows a text beside one that is there, and replaces it on a click only', async () => {
    mediaWindow('Mine');
    siteThatWrites({ 11: { present: { alt: 'Mine' } } });
    await generate(fields(), 11);
    expect(said()).toContain('“A rocket”');
    expect(field()).toBe('Mine');
    expect(save).not.toHaveBeenCalled();
    fireEvent.click(document.querySelector('[role="status"] button'));
    await waitFor(() => expect(said()).toBe('Alt text replaced.'));
    expect(field()).toBe('A rocket');
    expect(save).toHaveBeenCalledWith({ alt: 'A rocket' });
  });

  it('says so when the text cannot be saved, which can be tried again', async () => {
    mediaWindow('Mine');
    siteThatWrites({ 11: { present: { alt: 'Mine' } } });
    await generate(fields(), 11);
    save.mockRejectedValueOnce(Object.assign(new Error(), { code: 'fetch_error' }));
    const use = document.querySelector('[role="status"] button');
    fireEvent.click(use);
    await waitFor(() => expect(said()).toMatch(/“A rocket”.*can’t be reached/));
    expect(field()).toBe('Mine');
    fireEvent.click(use);
    await waitFor(() => expect(said()).toBe('Alt text replaced.'));
  });

  it('[acceptance-E2] suggests decoration', async () => {
    mediaWindow('');
    siteThatWrites({ 11: { decorative: true } });
    await generate(fields(), 11);
    expect(said()).toMatch(/looks decorative/);
  });

  it('says why there is no text, and what went wrong', async () => {
    mediaWindow('');
    siteThatWrites({ 11: {} }, { items: [], results: [{ id: 1, attachment_id: 11, reason: 'The model refused.' }] });
    site.on('GET /jobs/7', { state: 'finished', open: 0, in_review: 0 });
    const button = fields();
    await generate(button, 11);
    expect(said()).toBe('The model refused.');
    site.on('POST /plans', new TypeError('Failed to fetch'));
    await generate(button, 11);
    expect(said()).toMatch(/can’t be reached/);
    expect(button.disabled).toBe(false);
  });

  it('leads to the settings while there is no connection', async () => {
    window.pictureOptimizer.connection = { ready: false, obstacle: 'No key yet.' };
    await generate(fields(), 11);
    expect(said()).toMatch(/No key yet/);
    expect(document.querySelector('[role="status"] a').href).toContain('picture-optimizer');
    expect(site.requests).toEqual([]);
  });
});

describe('priceLabels', () => {
  it('puts the price on each button, also of windows that open later', async () => {
    siteThatWrites({ 11: {} });
    priceLabels();
    const button = fields('');
    await waitFor(() => expect(button.textContent).toBe('Generate alt text (1 credit)'));
    expect(site.asked('GET /capabilities')).toHaveLength(1);
  });

  it('orders nothing at a price that nobody saw', async () => {
    siteThatWrites({ 11: {} });
    const capabilities = { prices: { analyze: 1 } };
    site.on('GET /capabilities', new TypeError('Failed to fetch'));
    priceLabels();
    const button = fields('');
    await waitFor(() => expect(said()).toMatch(/can’t be reached/));
    site.on('GET /capabilities', capabilities);
    await generate(button, 11);
    expect(button.textContent).toBe('Generate alt text (1 credit)');
    expect(said()).toBe('');
    expect(site.asked('POST /plans')).toEqual([]);
  });

  it('asks for nothing where there is no button', async () => {
    priceLabels();
    document.body.append(document.createElement('p'));
    await Promise.resolve();
    expect(site.requests).toEqual([]);
  });
});
