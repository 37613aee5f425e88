import { describe, expect, it } from 'vitest';
import { spotOf } from '../../assets-src/editor/spot';
import { block, image } from '../support/editor';

const text = (content) => block('core/paragraph', { content });
const heading = (content) => block('core/heading', { content });

describe('spotOf', () => {
  it('gives the nearest heading above, the words around, the caption and the link', () => {
    const mine = image({ caption: 'Our <em>start</em>', href: 'https://site.test/tickets' });
    const page = [heading('First'), text('Far <strong>away</strong>.'), heading('Launch day'), text('We waited.'), mine, text('Then it flew.'), heading('Later')];
    expect(spotOf(mine.clientId, page, 'Our club')).toEqual({
      page_title: 'Our club',
      heading: 'Launch day',
      text_before: 'First Far away. Launch day We waited.',
      text_after: 'Then it flew. Later',
      figcaption: 'Our start',
      link_target: 'https://site.test/tickets',
    });
  });

  it('sees an image inside columns, with the text beside it', () => {
    const mine = image();
    const page = [block('core/columns', {}, [block('core/column', {}, [mine]), block('core/column', {}, [text('Beside.')])])];
    expect(spotOf(mine.clientId, page, '')).toMatchObject({ text_before: '', text_after: 'Beside.', heading: '' });
  });

  it('takes the last and the first sixty words, not a whole book', () => {
    const mine = image();
    const many = (letter) => Array.from({ length: 100 }, (_, at) => `${letter}${at}`).join(' ');
    const { text_before: before, text_after: after } = spotOf(mine.clientId, [text(many('a')), mine, text(many('b'))], '');
    expect(before.split(' ')).toHaveLength(60);
    expect(before.endsWith('a99')).toBe(true);
    expect(after.startsWith('b0 ')).toBe(true);
    expect(after.split(' ')).toHaveLength(60);
  });

  it('reads rich text objects, entities and quotes', () => {
    const rich = { toString: () => 'Fish &amp; chips<br>today' };
    const mine = image();
    expect(spotOf(mine.clientId, [text(rich), block('core/quote', { value: '<p>Said</p>' }), mine], '').text_before).toBe(
      'Fish & chips today Said'
    );
  });

  it('says the title alone of an image that is not in the text', () => {
    expect(spotOf('gone', [text('x')], 'Our club')).toEqual({ page_title: 'Our club' });
  });
});
