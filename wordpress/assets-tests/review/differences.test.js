import { describe, expect, it } from 'vitest';
import { differences } from '../../assets-src/review/differences';

const seen = (before, after) => differences(before, after).map(({ kind, text }) => `${kind}:${text.trim()}`);

describe('differences', () => {
  it('names what went and what came, word by word', () =>
    expect(seen('A red barn', 'A big barn by a lake')).toEqual(['same:A', 'gone:red', 'new:big', 'same:barn', 'new:by a lake']));
  it('finds none between equal texts', () => expect(seen('A barn', 'A barn')).toEqual(['same:A barn']));
  it('knows empty texts', () => {
    expect(seen('', 'A barn')).toEqual(['new:A barn']);
    expect(seen('A barn', '')).toEqual(['gone:A barn']);
    expect(seen('', '')).toEqual([]);
  });
  it('ends in time with very long texts', () => {
    const long = 'word '.repeat(5000);
    expect(seen(long, `${long}more`).at(-1)).toContain('more');
  });
});
