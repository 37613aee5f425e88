import { afterEach, describe, expect, it } from 'vitest';
import { altAttributes, decorativeAttributes, imageOf, imagesIn, isMute, urlAttributes } from '../../assets-src/editor/images';
import { types } from '../support/blocks';
import { block, image } from '../support/editor';

const flag = types['core/image'].attributes;
afterEach(() => {
  types['core/image'].attributes = flag;
});

describe('imageOf', () => {
  it('reads each kind of block', () => {
    expect(imageOf(image({ alt: 'Rocket', sizeSlug: 'large' }))).toMatchObject({ id: 11, alt: 'Rocket', size: 'large', decorative: false });
    expect(imageOf(block('core/cover', { id: 3, url: 'c.jpg', backgroundType: 'image' }))).toMatchObject({ id: 3, alt: '' });
    expect(imageOf(block('core/media-text', { mediaId: 4, mediaUrl: 'm.jpg', mediaAlt: 'M', mediaType: 'image' }))).toMatchObject({
      id: 4,
      url: 'm.jpg',
      alt: 'M',
    });
  });

  it.each([
    ['an image from elsewhere', block('core/image', { url: 'http://other.test/x.jpg' })],
    ['a video behind a cover', block('core/cover', { id: 3, backgroundType: 'video' })],
    ['the featured image of a template', block('core/cover', { id: 3, useFeaturedImage: true })],
    ['a video beside text', block('core/media-text', { mediaId: 4, mediaType: 'video' })],
    ['a paragraph', block('core/paragraph', { content: 'x' })],
  ])('leaves %s alone', (_, other) => expect(imageOf(other)).toBeNull());

  it('finds images at any depth, in the order of the page', () => {
    const inner = image({ id: 2 });
    const page = [image({ id: 1 }), block('core/group', {}, [block('core/gallery', {}, [inner])]), image({ id: 3 })];
    expect(imagesIn(page).map(({ id }) => id)).toEqual([1, 2, 3]);
  });
});

describe('what is written', () => {
  it('[acceptance-E7] counts a decorative image as answered', () => {
    expect(isMute(imageOf(image()))).toBe(true);
    expect(isMute(imageOf(image({ alt: '  ' })))).toBe(true);
    expect(isMute(imageOf(image({ alt: 'Rocket' })))).toBe(false);
    expect(isMute(imageOf(image({ isDecorative: true })))).toBe(false);
  });

  it('names the attributes of each block', () => {
    expect(altAttributes('core/image', 'A')).toEqual({ alt: 'A', isDecorative: false });
    expect(altAttributes('core/media-text', 'A')).toEqual({ mediaAlt: 'A' });
    expect(decorativeAttributes('core/image')).toEqual({ alt: '', isDecorative: true });
    expect(decorativeAttributes('core/cover')).toEqual({ alt: '' });
    expect(urlAttributes('core/media-text', 'u')).toEqual({ mediaUrl: 'u' });
  });

  it('writes no flag that an older WordPress does not know', () => {
    types['core/image'].attributes = {};
    expect(altAttributes('core/image', 'A')).toEqual({ alt: 'A' });
    expect(decorativeAttributes('core/image')).toEqual({ alt: '' });
  });
});
