// The examples of the contract's rules.json, which Python and PHP run as well.
import { describe, expect, it } from 'vitest';
import { rules } from '../../../../contract/rules.json';
import { isBroken, tagKey } from '../../../assets-src/shared/rules/checks';
import { broken, longestAlt } from '../../../assets-src/shared/rules/rules';

function subjectOf({ field, value, decorative = false, max_length: maxLength, nearby, keywords, asked, ...example }) {
  const names = ['alt', 'title', 'caption', 'description'];
  const others = Object.fromEntries(Object.entries(example).filter(([name]) => names.includes(name)));
  return { field, value, decorative, maxLength, nearby, keywords, asked, others };
}

const examples = (list) => rules.flatMap((rule) => rule[list].map((example, number) => [`${rule.id} ${number}`, rule.id, example]));

describe('rules', () => {
  it.each(examples('violating'))('violating %s', (_, id, example) =>
    expect(broken(subjectOf(example)).map((rule) => rule.id)).toContain(id));
  it.each(examples('clean'))('clean %s', (_, id, example) => expect(broken(subjectOf(example))).toEqual([]));

  it('has a sentence of its own for every rule', () => {
    const shown = rules.map((rule) => broken(subjectOf(rule.violating[0])).find(({ id }) => id === rule.id).message);
    expect(shown.filter((message) => rules.some((rule) => rule.message === message))).toEqual([]);
    expect(new Set(shown).size).toBe(rules.length);
  });

  it('names errors before warnings', () => {
    const found = broken(subjectOf({ field: 'alt', value: `Image of ${'a very long harbor '.repeat(10)}end` }));
    expect(found.map(({ severity }) => severity)).toEqual([...found.map(({ severity }) => severity)].sort());
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(['no_lead_in', 'alt_too_long']));
  });

  it('does not pass over a check that nobody wrote', () =>
    expect(() => isBroken({ check: 'rhymes' }, { value: '' })).toThrow('rhymes'));

  it('knows how long an alt text may be', () => expect(longestAlt).toBe(125));

  it.each([
    ['Berries', 'berry'],
    ['glass', 'glass'],
    ['light-houses', 'lighthouse'],
    ['bus', 'bus'],
    ['as', 'as'],
  ])('key of %s is %s', (tag, key) => expect(tagKey(tag)).toBe(key));
});
