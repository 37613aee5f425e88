import { describe, expect, it } from 'vitest';
import { readCsv, toCsv } from '../../assets-src/review/csv';
import { flat } from '../../assets-src/review/decisions';
import { reviewed } from '../support/facts';

const item = (id, alt, changes = {}) => {
  const one = reviewed({ id, attachment_id: 10 + id, file: `${id}.jpg`, ...changes });
  one.decisions = { ...one.decisions, fields: { ...one.decisions.fields, alt: { text: alt, write: true } } };
  return one;
};

describe('a table of metadata', () => {
  it('comes back as it went out, whatever the texts hold', () => {
    const items = [item(1, 'A "red", big\nbarn; ünïcode 写真'), item(2, '=HYPERLINK("http://evil")'), item(3, '-5 °C'), item(4, '')];
    const text = toCsv(items, flat);
    expect(text.startsWith('\ufeffid,file,decorative,alt,')).toBe(true);
    expect(text).toContain('\'=HYPERLINK');
    expect(readCsv(text, items, flat)).toEqual({ found: [], unknown: 0 });
  });

  it('tells what it would change, field by field', () => {
    const items = [item(1, 'A barn'), item(2, 'A lake')];
    const text = 'id,alt,tags,file_name\r\n11,A red barn,"rocket, launch",rocket\r\n12,A lake,sea,lake-shore\r\n';
    expect(readCsv(text, items, flat).found.map(({ item: { id }, changes }) => [id, changes])).toEqual([
      [1, { alt: { text: 'A red barn', write: true } }],
      [2, { tags: { text: 'sea', write: true }, file_name: 'lake-shore' }],
    ]);
  });

  it('counts rows of images that are not here, and passes over empty ones', () =>
    expect(readCsv('id,alt\n99,x\n,\n\n', [item(1, 'A barn')], flat)).toEqual({ found: [], unknown: 1 }));

  it('knows decorative images', () => {
    const items = [item(1, 'A barn'), item(2, '')];
    const { found } = readCsv('id,decorative\n11,yes\n12,\n', items, flat);
    expect(found.map(({ changes }) => changes)).toEqual([{ decorative: true }, { decorative: false }]);
  });

  it('changes nothing where a table has other columns', () =>
    expect(readCsv('name;size\nx;1\n', [item(1, 'A barn')], flat).found).toEqual([]));
});
