// An editor with a post: WordPress' real data registry, with stores that answer what our tools ask.
import { render } from '@testing-library/react';
import { createReduxStore, createRegistry, RegistryProvider } from '@wordpress/data';

let number = 0;
export const block = (name, attributes = {}, innerBlocks = []) => {
  number += 1;
  return { clientId: `block-${number}`, name, attributes, innerBlocks };
};
export const image = (attributes) =>
  block('core/image', { id: 11, url: 'http://site.test/rocket.jpg', alt: '', ...attributes });

// `refusals` are what the library answers to the first texts that are saved there; `after` is an image's status once it is
// asked for again.
export function editorWith(blocks, { title = 'Our club', status = null, after = status, featured = 0, libraryAlt = '', refusals = [] } = {}) {
  const registry = createRegistry();
  const notices = [];
  const change = (list, id, more) =>
    list.map((one) => ({
      ...one,
      attributes: one.clientId === id ? { ...one.attributes, ...more } : one.attributes,
      innerBlocks: change(one.innerBlocks, id, more),
    }));
  const find = (list, id) => list.flatMap((one) => [one, ...one.innerBlocks]).find((one) => one.clientId === id);
  let timesAsked = 0;
  const add = (name, options) => registry.register(createReduxStore(name, options));
  add('core/block-editor', {
    reducer: (state = blocks, action) =>
      action.type === 'UPDATE' ? change(state, action.id, action.attributes) : state,
    actions: { updateBlockAttributes: (id, attributes) => ({ type: 'UPDATE', id, attributes }) },
    selectors: { getBlocks: (state, id) => (id ? find(state, id).innerBlocks : state) },
  });
  add('core/editor', { reducer: () => ({}), selectors: { getEditedPostAttribute: (_, name) => (name === 'title' ? title : featured) } });
  add('core', {
    reducer: (state = { picopt: status, alt_text: libraryAlt }, { type, record }) =>
      type === 'SAVE' ? { ...state, ...record } : state,
    actions: {
      receiveEntityRecords: (...what) => ({ type: 'RECEIVE', what }),
      // As in core, which keeps an error to itself unless it is told otherwise.
      saveEntityRecord: (kind, name, record, { throwOnError = false } = {}) => ({ dispatch }) => {
        const refusal = refusals.shift();
        if (refusal && throwOnError) {
          throw refusal;
        }
        return refusal ? undefined : dispatch({ type: 'SAVE', record });
      },
      invalidateResolutionForStoreSelector: () => ({ type: 'NONE' }),
    },
    selectors: { getEntityRecord: (state) => state },
    resolvers: {
      getEntityRecord: () => ({ dispatch }) => {
        timesAsked += 1;
        return timesAsked > 1 ? dispatch({ type: 'SAVE', record: { picopt: after } }) : undefined;
      },
    },
  });
  add('core/notices', {
    reducer: () => ({}),
    actions: {
      createSuccessNotice: (text) => {
        notices.push(text);
        return { type: 'NONE' };
      },
    },
  });
  return {
    registry,
    notices,
    blocks: () => registry.select('core/block-editor').getBlocks(),
    show: (what) => render(<RegistryProvider value={registry}>{what}</RegistryProvider>),
  };
}

// A site that writes these texts: answers of all routes on the way, `texts` by attachment.
export function siteThatWrites(texts, { credits, available = 94, items, results = [] } = {}) {
  const ids = Object.keys(texts).map(Number);
  const reviewed = items ?? ids.map((id) => reviewOf(id, texts[id]));
  site.on('GET /capabilities', { prices: { analyze: 1 } });
  site.on('POST /plans', ({ data }) => ({
    job: 7,
    quote_id: 'quo_1',
    complete: true,
    process: data.ids.length,
    credits: credits ?? data.ids.length,
    available,
  }));
  site.on('POST /plans/7/confirm', {});
  site.on('GET /jobs/7', { state: 'open', open: reviewed.length, in_review: reviewed.length });
  site.on('GET /jobs/7/review', ({ query }) => ({
    items: Number(query.get('after')) === 0 ? reviewed : [],
    working: 0,
  }));
  site.on('GET /jobs/7/items', ({ query }) => ({
    items: Number(query.get('after')) === 0 ? results : [],
    credits_used: 0,
  }));
  reviewed.forEach((item) => site.on(`POST /items/${item.id}/accept`, { accepted: true }));
  site.on('POST /tick', {});
}

export const reviewOf = (id, changes) => ({
  id: 100 + id,
  attachment_id: id,
  proposed: { alt: 'A rocket' },
  present: { alt: '' },
  placements: [],
  decorative: false,
  draft: false,
  confidence: 0.9,
  ...changes,
});
