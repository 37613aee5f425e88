// Puts texts and addresses into blocks, as a person would: the editor's undo takes them back.
import apiFetch from '@wordpress/api-fetch';
import { altAttributes, decorativeAttributes, imagesIn, isMute, urlAttributes } from './images';

const EDITOR = 'core/block-editor';

export const writeAlt = ({ dispatch }, { key, name }, alt) =>
  dispatch(EDITOR).updateBlockAttributes(key, altAttributes(name, alt));
export const markDecorative = ({ dispatch }, { key, name }) =>
  dispatch(EDITOR).updateBlockAttributes(key, decorativeAttributes(name));

// Fills what is empty by now. A Map of what a person has to decide: text beside a text of theirs, decoration, failures.
export function fillEmpty(registry, texts) {
  const images = imagesIn(registry.select(EDITOR).getBlocks());
  const open = new Map(texts);
  images.forEach((image) => {
    const found = texts.get(image.key);
    if (found?.alt && !found.decorative && isMute(image)) {
      writeAlt(registry, image, found.alt);
      open.delete(image.key);
    }
  });
  return open;
}

// Files have new names after an optimization: the blocks that show them follow.
export async function followFiles(registry, ids) {
  const { dispatch, select } = registry;
  for (const id of ids) {
    const media = await apiFetch({ path: `/wp/v2/media/${id}?context=edit` });
    const urls = { full: { source_url: media.source_url }, ...media.media_details?.sizes };
    const known = Object.values(urls).map((size) => size.source_url);
    imagesIn(select(EDITOR).getBlocks())
      .filter((image) => image.id === id && !known.includes(image.url))
      .forEach((image) => {
        const url = (urls[image.size] ?? urls.full).source_url;
        dispatch(EDITOR).updateBlockAttributes(image.key, urlAttributes(image.name, url));
      });
    // Every answer that the editor remembers of this image is old now.
    dispatch('core').invalidateResolutionForStoreSelector('getEntityRecord');
    dispatch('core').receiveEntityRecords('postType', 'attachment', [media], undefined, true);
  }
}

// What a window of ours tells the editor when it closes, or when it can't be opened.
export const editorSide = (registry, ids) => ({
  onChanged: () => followFiles(registry, ids),
  onProblem: (text) => registry.dispatch('core/notices').createErrorNotice(text, { type: 'snackbar' }),
});
