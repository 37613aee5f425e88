import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reviewOf, siteThatWrites } from '../support/editor';
import { Site } from '../support/site';

// Prices are asked for once a page: each test is a page of its own.
let altTextsFor, priceOfAlts;
beforeEach(async () => {
  vi.resetModules();
  ({ altTextsFor, priceOfAlts } = await import('../../assets-src/shared/altTexts'));
});

const at = (key, id, spot = {}) => ({ key, id, spot });

describe('altTextsFor', () => {
  it('orders each attachment once with all its places, and spends only by the quote it saw', async () => {
    siteThatWrites({ 11: {}, 12: { proposed: { alt: 'A dog' } } });
    const texts = await altTextsFor([at('a', 11, { heading: 'Start' }), at('b', 11), at('c', 12)], { atMost: 2 });
    expect(site.asked('POST /plans')[0].data).toEqual({
      ids: [11, 12],
      pipeline: 'analyze',
      settings: {
        review: true,
        reprocess: true,
        fill_empty_alts: false,
        replace_old_alts: false,
        spots: { 11: [{ key: 'a', heading: 'Start' }, { key: 'b' }], 12: [{ key: 'c' }] },
      },
    });
    expect(site.asked('POST /plans/7/confirm')[0].data).toEqual({ quote_id: 'quo_1' });
    expect(texts.get('a')).toEqual({ alt: 'A rocket', decorative: false, unsure: false });
    expect(texts.get('b').alt).toBe('A rocket');
    expect(texts.get('c').alt).toBe('A dog');
  });

  it('sends no place for an image that is asked about as such', async () => {
    siteThatWrites({ 11: {} });
    await altTextsFor([{ key: 'library', id: 11 }], { atMost: 1 });
    expect(site.asked('POST /plans')[0].data).toMatchObject({ ids: [11], settings: { spots: {} } });
  });

  it('takes the text of the place where that differs', async () => {
    siteThatWrites({ 11: { placements: [{ key: 'b', alt: 'Tickets', role: 'functional' }, { key: 'c', alt: '', role: 'decorative' }] } });
    const texts = await altTextsFor([at('a', 11), at('b', 11), at('c', 11)], { atMost: 1 });
    expect([...texts.values()].map(({ alt, decorative }) => [alt, decorative])).toEqual([
      ['A rocket', false],
      ['Tickets', false],
      ['', true],
    ]);
  });

  it('[acceptance-E1] fills an empty alt text of the library and touches nothing else there', async () => {
    siteThatWrites({ 11: {}, 12: { present: { alt: 'Ours' } }, 13: { decorative: true, proposed: { alt: 'Dots' } } });
    await altTextsFor([at('a', 11), at('b', 12), at('c', 13)], { atMost: 3 });
    const sent = (id) => site.asked(`POST /items/${id}/accept`)[0].data.decisions;
    expect(sent(111).alt).toEqual({ text: 'A rocket', write: true });
    expect(sent(112).alt.write).toBe(false);
    expect(sent(113).alt).toEqual({ text: '', write: true });
    ['title', 'caption', 'description', 'tags'].forEach((field) => expect(sent(111)[field]).toEqual({ write: false }));
  });

  it.each([
    ['a low confidence', { confidence: 0.4 }],
    ['a draft', { draft: true }],
  ])('says that a person should look at %s', async (_, item) => {
    siteThatWrites({ 11: item });
    expect((await altTextsFor([at('a', 11)], { atMost: 1 })).get('a').unsure).toBe(true);
  });

  it('charges nothing when the price has grown', async () => {
    siteThatWrites({ 11: {} }, { credits: 3 });
    await expect(altTextsFor([at('a', 11)], { atMost: 1 })).rejects.toThrow('This costs 3 credits now. Nothing was charged');
    expect(site.asked('POST /plans/7/confirm')).toHaveLength(0);
  });

  it('charges nothing when credits are missing, and says how many', async () => {
    siteThatWrites({ 11: {}, 12: {} }, { available: 1 });
    await expect(altTextsFor([at('a', 11), at('b', 12)], { atMost: 2 })).rejects.toMatchObject({
      code: 'insufficient_credits',
      message: 'Not enough credits: 2 needed, 1 available. Nothing was charged.',
    });
    expect(site.asked('POST /plans/7/confirm')).toHaveLength(0);
  });

  it('gives the reason of an image that got no text, beside the texts of others', async () => {
    siteThatWrites({ 11: {}, 12: {} }, { items: [reviewOf(11)], results: [{ id: 1, attachment_id: 12, reason: 'The model refused.' }] });
    const texts = await altTextsFor([at('a', 11), at('b', 12)], { atMost: 2 });
    expect(texts.get('a').alt).toBe('A rocket');
    expect(texts.get('b')).toEqual({ reason: 'The model refused.' });
  });

  it('confirms nothing when there is nothing to process', async () => {
    siteThatWrites({ 11: {} }, { results: [{ id: 1, attachment_id: 11, reason: 'Excluded.' }] });
    site.on('POST /plans', { job: 7, complete: true, process: 0, credits: 0, available: 5 });
    expect((await altTextsFor([at('a', 11)], { atMost: 1 })).get('a')).toEqual({ reason: 'Excluded.' });
    expect(site.asked('POST /plans/7/confirm')).toHaveLength(0);
  });

  it('helps with the work until everything waits for a person', async () => {
    siteThatWrites({ 11: {} });
    let asked = 0;
    site.on('GET /jobs/7', () => {
      asked += 1;
      return { state: 'open', open: 1, in_review: asked > 1 ? 1 : 0 };
    });
    await altTextsFor([at('a', 11)], { atMost: 1 });
    expect(asked).toBe(2);
    expect(site.asked('POST /tick')).toHaveLength(2);
  });

  it('ends with what no waiting mends', async () => {
    siteThatWrites({ 11: {} });
    site.on('GET /jobs/7', Site.refusal('forbidden', 'You are signed out.', 401));
    await expect(altTextsFor([at('a', 11)], { atMost: 1 })).rejects.toMatchObject({ message: 'You are signed out.' });
  });
});

describe('priceOfAlts', () => {
  it('asks once, and again only after a failure', async () => {
    const ask = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue({ prices: { analyze: 2 } });
    await expect(priceOfAlts(1, ask)).rejects.toThrow('away');
    expect(await priceOfAlts(1, ask)).toBe(2);
    expect(await priceOfAlts(3, ask)).toBe(6);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});
