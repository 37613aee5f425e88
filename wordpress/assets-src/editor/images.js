// Which blocks show an image of the library, and in which attributes its facts stand.
import { getBlockType } from '@wordpress/blocks';

const isImage = (value) => value === 'image' || value === undefined;
const KINDS = {
  'core/image': { id: 'id', url: 'url', alt: 'alt', size: 'sizeSlug', shows: () => true },
  'core/cover': {
    id: 'id',
    url: 'url',
    alt: 'alt',
    size: 'sizeSlug',
    shows: ({ backgroundType, useFeaturedImage }) => isImage(backgroundType) && !useFeaturedImage,
  },
  'core/media-text': {
    id: 'mediaId',
    url: 'mediaUrl',
    alt: 'mediaAlt',
    size: 'mediaSizeSlug',
    shows: ({ mediaType, useFeaturedImage }) => isImage(mediaType) && !useFeaturedImage,
  },
};
export const GALLERY = 'core/gallery';

// {key, name, id, url, alt, decorative}; null for a block without an image of the library.
export function imageOf({ clientId, name, attributes }) {
  const kind = KINDS[name];
  const id = attributes[kind?.id];
  if (!id || !kind.shows(attributes)) {
    return null;
  }
  return {
    key: clientId,
    name,
    id,
    url: attributes[kind.url] ?? '',
    size: attributes[kind.size],
    alt: plain(attributes[kind.alt]),
    decorative: Boolean(attributes.isDecorative),
  };
}

// All images of a post, in the order of the page.
export const imagesIn = (blocks) =>
  blocks.flatMap((block) => [imageOf(block), ...imagesIn(block.innerBlocks ?? [])]).filter(Boolean);

export const isMute = (image) => image.alt.trim() === '' && !image.decorative;

// WordPress can say "decorative" since 7.1, and of image blocks only.
export const canBeDecorative = (name) => getBlockType(name)?.attributes.isDecorative !== undefined;

export const altAttributes = (name, alt) => ({
  [KINDS[name].alt]: alt,
  ...(canBeDecorative(name) && { isDecorative: false }),
});
export const decorativeAttributes = (name) => ({
  [KINDS[name].alt]: '',
  ...(canBeDecorative(name) && { isDecorative: true }),
});
export const urlAttributes = (name, url) => ({ [KINDS[name].url]: url });

const plain = (text) => (text === undefined || text === null ? '' : String(text));
