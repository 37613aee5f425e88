import { waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';

// The script of a page: it listens once, for as long as the page is there.
beforeAll(() => import('../../assets-src/media/index'));

async function click(html) {
  document.body.innerHTML = html;
  window.pictureOptimizer.open = vi.fn();
  await userEvent.click(document.querySelector('button'));
  return window.pictureOptimizer.open;
}

describe('a click in a media window', () => {
  it.each(['optimize', 'revert', 'image'])('opens %s for its image', async (action) => {
    const open = await click(`<button data-picopt-action="${action}" data-picopt-ids="11">x</button>`);
    await waitFor(() => expect(open).toHaveBeenCalledWith(action, { ids: [11], count: 1 }, expect.anything()));
  });

  it('tells the window that the image has changed', async () => {
    const open = await click('<button data-picopt-action="optimize" data-picopt-ids="11">x</button>');
    const fetch = vi.fn();
    window.wp = { media: { attachment: (id) => ({ fetch: () => fetch(id) }) } };
    await waitFor(() => expect(open).toHaveBeenCalled());
    open.mock.calls[0][2].onChanged();
    expect(fetch).toHaveBeenCalledWith(11);
  });

  it('writes for all images of a product', async () => {
    const open = await click(
      '<input id="_thumbnail_id" value="5"><input id="product_image_gallery" value="6,7"><button data-picopt-product="1">x</button>'
    );
    await waitFor(() => expect(open).toHaveBeenCalledWith('optimize', { ids: [5, 6, 7], count: 3, pipeline: 'analyze' }, expect.anything()));
  });

  it('restores a text', async () => {
    site.on('POST /pictures/11/texts/revert', { text: '' });
    window.wp = { media: { attachment: () => ({ fetch: () => {} }) } };
    await click('<ul><li><button data-picopt-put-back="title" data-picopt-picture="11">x</button></li></ul>');
    await waitFor(() => expect(site.asked('POST /pictures/11/texts/revert')[0].data).toEqual({ field: 'title' }));
  });

  it('leaves other clicks alone', async () => {
    const open = await click('<button>x</button>');
    expect(open).not.toHaveBeenCalled();
    expect(site.requests).toEqual([]);
  });
});
