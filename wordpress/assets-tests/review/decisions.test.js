import { renderHook } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { faults, flat, hasErrors, sent, wordsOf } from '../../assets-src/review/decisions';
import { doubtsOf, inOrder } from '../../assets-src/review/doubts';
import { useShortcuts } from '../../assets-src/review/useShortcuts';
import { reviewed } from '../support/facts';

const decided = (changes = {}) => ({ ...flat(reviewed()), ...changes });

describe('flat and sent', () => {
  it('hold tags as one line, and give them back as words', () => {
    expect(flat(reviewed()).tags).toEqual({ text: 'rocket, launch', write: true });
    expect(sent(decided({ tags: { text: ' rocket ,, moon', write: true } })).tags).toEqual({ text: ['rocket', 'moon'], write: true });
  });

  it('[acceptance-E2] know a decorative image by an empty text that is written', () => {
    const empty = (write) => {
      const item = reviewed();
      item.decisions.fields.alt = { text: '', write };
      return flat(item).decorative;
    };
    expect(empty(true)).toBe(true);
    expect(empty(false)).toBe(false);
    expect(sent(decided({ decorative: true })).alt).toEqual({ text: '', write: true });
    expect(sent(decided({ decorative: false })).alt).toEqual({ text: 'A rocket', write: true });
    expect(sent(decided())).not.toHaveProperty('decorative');
  });

  it('[acceptance-E1] tell on top of which texts they were decided', () => {
    const seen = { alt: 'a hash' };
    expect(sent(decided(), { ...reviewed(), seen })).toMatchObject({ seen, alt: { text: 'A rocket', write: true } });
  });

  it('part words at commas', () => {
    expect(wordsOf('')).toEqual([]);
    expect(wordsOf('one, two words ,')).toEqual(['one', 'two words']);
  });
});

describe('faults', () => {
  it('finds none in good text', () => {
    expect(faults(reviewed(), decided())).toEqual({});
  });

  it('judges each field that is written, by the rules of the service', () => {
    const found = faults(reviewed(), decided({ alt: { text: 'Image of a rocket', write: true } }));
    expect(Object.keys(found)).toEqual(['alt']);
    expect(found.alt[0].message).toContain('image of');
  });

  it('[acceptance-E1] does not judge what stays', () => {
    const item = reviewed({ present: { alt: 'Image of a rocket', title: 'x', caption: '', description: '' } });
    expect(faults(item, decided({ alt: { text: '', write: false } })).alt).toBeUndefined();
  });

  it('compares no text with a title that WordPress took from the file’s name', () => {
    const asks = decided({ alt: { text: 'Coffee', write: true }, title: { text: '', write: false } });
    const present = { alt: '', title: 'coffee', caption: '', description: '' };
    expect(faults(reviewed({ present }), asks).alt[0].id).toBe('not_a_repeat');
    expect(faults(reviewed({ present, title_is_file_name: true }), asks)).toEqual({});
    const written = { ...asks, title: { text: 'Coffee', write: true } };
    expect(faults(reviewed({ present, title_is_file_name: true }), written)).toHaveProperty('alt');
  });

  it('judges a file name only where files get one', () => {
    const named = decided({ file_name: 'IMG_1234' });
    expect(faults(reviewed({ renames: true }), named)).toHaveProperty('filename');
    expect(faults(reviewed({ renames: false }), named)).not.toHaveProperty('filename');
    const nameless = decided({ file_name: '' });
    expect(faults(reviewed({ renames: true }), nameless), 'it keeps its name').not.toHaveProperty('filename');
  });

  it('knows errors from hints', () => {
    expect(hasErrors({})).toBe(false);
    expect(hasErrors({ alt: [{ severity: 'warning' }] })).toBe(false);
    expect(hasErrors({ alt: [{ severity: 'warning' }], title: [{ severity: 'error' }] })).toBe(true);
  });
});

describe('doubts', () => {
  const kinds = (changes) => doubtsOf(reviewed(changes), decided()).map(({ kind }) => kind);

  it.each([
    [{}, []],
    [{ confidence: 0.59 }, ['unsure']],
    [{ confidence: 0.6 }, []],
    [{ by_person: ['title'] }, ['person']],
    [{ draft: true }, ['draft']],
    [{ confidence: 0.1, draft: true, by_person: ['alt'] }, ['unsure', 'person', 'draft']],
  ])('%j', (changes, expected) => expect(kinds(changes)).toEqual(expected));

  it('come first in the list, the least sure before others, and nothing else decides', () => {
    const items = [
      reviewed({ id: 1, confidence: 0.9 }),
      reviewed({ id: 2, confidence: 0.3 }),
      reviewed({ id: 3, confidence: 0.7, draft: true }),
      reviewed({ id: 4, confidence: 0.8 }),
      reviewed({ id: 5, confidence: 0.2 }),
    ];
    expect(inOrder(items, flat).map(({ id }) => id)).toEqual([5, 2, 3, 4, 1]);
  });
});

describe('useShortcuts', () => {
  const press = (keys) => {
    const actions = { approve: vi.fn(), next: vi.fn(), previous: vi.fn(), regenerate: vi.fn() };
    const event = { preventDefault: vi.fn(), code: '', ...keys };
    renderHook(() => useShortcuts(actions)).result.current(event);
    const called = Object.keys(actions).filter((name) => actions[name].mock.calls.length > 0);
    return [called, event.preventDefault.mock.calls.length];
  };

  it.each([
    [{ key: 'Enter', ctrlKey: true }, 'approve'],
    [{ key: 'Enter', metaKey: true }, 'approve'],
    [{ key: 'ArrowDown', altKey: true }, 'next'],
    [{ key: 'ArrowUp', altKey: true }, 'previous'],
    [{ key: '®', code: 'KeyR', altKey: true }, 'regenerate'],
  ])('%j', (keys, action) => expect(press(keys)).toEqual([[action], 1]));

  it.each([[{ key: 'Enter' }], [{ key: 'ArrowDown' }], [{ key: 'r', code: 'KeyR' }], [{ key: 'a', ctrlKey: true }]])(
    'leaves %j to the field',
    (keys) => expect(press(keys)).toEqual([[], 0])
  );
});
