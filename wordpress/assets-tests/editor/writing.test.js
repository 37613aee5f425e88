import { describe, expect, it } from 'vitest';
import { fillEmpty, followFiles, markDecorative, writeAlt } from '../../assets-src/editor/writing';
import { imageOf } from '../../assets-src/editor/images';
import { block, editorWith, image } from '../support/editor';

describe('fillEmpty', () => {
  it('[acceptance-E1] fills what is empty and leaves to a person what is not', () => {
    const [empty, written, dots, failed] = [image(), image({ alt: 'Mine' }), image(), image()];
    const { registry, blocks } = editorWith([empty, written, dots, failed]);
    const texts = new Map([
      [empty.clientId, { alt: 'A rocket', decorative: false }],
      [written.clientId, { alt: 'A rocket', decorative: false }],
      [dots.clientId, { alt: '', decorative: true }],
      [failed.clientId, { reason: 'The model refused.' }],
    ]);
    const open = fillEmpty(registry, texts);
    expect(blocks().map(({ attributes }) => attributes.alt)).toEqual(['A rocket', 'Mine', '', '']);
    expect([...open.keys()]).toEqual([written.clientId, dots.clientId, failed.clientId]);
    expect(texts.size).toBe(4);
  });

  it('[acceptance-E7] does not undo a decision that was made while it waited', () => {
    const dots = image({ isDecorative: true });
    const { registry, blocks } = editorWith([dots]);
    fillEmpty(registry, new Map([[dots.clientId, { alt: 'Dots', decorative: false }]]));
    expect(blocks()[0].attributes).toMatchObject({ alt: '', isDecorative: true });
  });
});

describe('a click', () => {
  it('writes a text, and takes the flag away with it', () => {
    const dots = image({ isDecorative: true });
    const { registry, blocks } = editorWith([dots]);
    writeAlt(registry, imageOf(dots), 'Dots');
    expect(blocks()[0].attributes).toMatchObject({ alt: 'Dots', isDecorative: false });
    markDecorative(registry, imageOf(dots));
    expect(blocks()[0].attributes).toMatchObject({ alt: '', isDecorative: true });
  });
});

describe('followFiles', () => {
  const media = {
    source_url: 'http://site.test/red-rocket.webp',
    media_details: { sizes: { large: { source_url: 'http://site.test/red-rocket-1024x683.webp' } } },
  };

  it('[acceptance-B5] gives every block of the image its new address in its own size', async () => {
    const page = [
      image({ sizeSlug: 'large' }),
      block('core/group', {}, [block('core/media-text', { mediaId: 11, mediaUrl: 'old.jpg', mediaType: 'image', mediaSizeSlug: 'thumbnail' })]),
      image({ id: 12 }),
    ];
    const { registry, blocks } = editorWith(page);
    site.on('GET /wp/v2/media/11', media);
    await followFiles(registry, [11]);
    const [large, group, other] = blocks();
    expect(large.attributes.url).toBe('http://site.test/red-rocket-1024x683.webp');
    expect(group.innerBlocks[0].attributes.mediaUrl).toBe('http://site.test/red-rocket.webp');
    expect(other.attributes.url).toBe('http://site.test/rocket.jpg');
  });

  it('leaves a block whose address is good', async () => {
    const page = [image({ url: media.source_url, sizeSlug: 'large' })];
    const { registry, blocks } = editorWith(page);
    site.on('GET /wp/v2/media/11', media);
    await followFiles(registry, [11]);
    expect(blocks()[0].attributes.url).toBe(media.source_url);
  });
});
