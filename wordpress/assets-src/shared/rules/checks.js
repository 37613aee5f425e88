// The kinds of checks that rules.json names; each says whether one field breaks a rule. Python and PHP have the same, see
// contract/rules.md. A subject is {field, value, decorative, maxLength, others, nearby, keywords, asked}.
const BLANK = /[\s\p{Z}]+/u;
const WORDS = /[\p{L}\p{N}]+/gu;

const checks = {
  decorative: (rule, { value, decorative }) => (decorative ? value !== '' : trimmed(value) === ''),
  patterns: (rule, subject) => rule.patterns.some((pattern) => new RegExp(pattern, 'iu').test(textOf(subject))),
  max_length: (rule, subject) => length(textOf(subject)) > (subject.maxLength ?? rule.default_max),
  differs: (rule, subject) => repeatsAnother(subject),
  stuffing: (rule, subject) => isStuffed(rule, textOf(subject).toLowerCase(), subject.keywords ?? []),
  filename: (rule, { value, asked = '' }) => value !== '' && isBadFileName(rule, value, asked),
  tags: (rule, { value }) => areBadTags(rule, value),
};

export function isBroken(rule, subject) {
  if (!checks[rule.check]) {
    throw new Error(`Nobody knows the check ${rule.check}.`);
  }
  return checks[rule.check](rule, subject);
}

// Code points, as the contract counts.
export const length = (text) => [...text].length;

// Lower case, letters and digits only: texts that read the same are equal.
const comparable = (text) => words(text.normalize('NFC').toLowerCase()).join(' ');

// Equal for tags that mean the same: blanks, hyphens and the English plural dropped.
export function tagKey(tag) {
  const key = tag.toLowerCase().replace(/[\s\p{Z}_-]+/gu, '');
  for (const [ending, singular] of [['ies', 'y'], ['s', '']]) {
    if (key.endsWith(ending) && !/(?:ss|us)$/.test(key) && length(key) > ending.length + 2) {
      return key.slice(0, -ending.length) + singular;
    }
  }
  return key;
}

const textOf = ({ value }) => (Array.isArray(value) ? value.join(' ') : value);
const words = (text) => text.match(WORDS) ?? [];
const trimmed = (text) => text.replace(/^[\s\p{Z}]+|[\s\p{Z}]+$/gu, '');

function repeatsAnother({ field, value, others = {}, nearby = [] }) {
  const own = comparable(textOf({ value }));
  const rest = Object.entries(others).filter(([name]) => name !== field).map(([, text]) => text);
  return own !== '' && [...rest, ...nearby].some((text) => comparable(text) === own);
}

function isStuffed(rule, text, keywords) {
  const all = words(text);
  const times = new Map();
  all.filter((word) => length(word) >= rule.shortest_word).forEach((word) => times.set(word, (times.get(word) ?? 0) + 1));
  return (
    isList(rule, text) ||
    [...times.values()].some((number) => number > rule.most_repeats) ||
    keywords.some((keyword) => isTwice(keyword, all))
  );
}

// Many short pieces between commas.
function isList(rule, text) {
  const separators = new Set(rule.separators);
  const pieces = [...text]
    .reduce((found, letter) => (separators.has(letter) ? [...found, ''] : [...found.slice(0, -1), found.at(-1) + letter]), [''])
    .map(trimmed)
    .filter((piece) => piece !== '');
  const most = rule.list_segment_words;
  const isShort = (piece) =>
    piece.split(BLANK).length <= most &&
    (isAscii(piece) || length(piece) <= rule.list_segment_letters * most);
  return pieces.length >= rule.list_segments && pieces.every(isShort);
}

const isAscii = (text) => [...text].every((letter) => letter.codePointAt(0) < 128);

function isTwice(keyword, all) {
  const wanted = words(keyword.toLowerCase()).join('  ');
  return wanted !== '' && `  ${all.join('  ')}  `.split(` ${wanted} `).length > 2;
}

function isBadFileName(rule, name, asked) {
  const wish = asked.toLowerCase().replaceAll(' ', '-');
  const hasUnasked = rule.unasked.some(
    (word) => new RegExp(`(?:^|-)(?:${word})(?:-|$)`).test(name) && !new RegExp(word).test(wish)
  );
  return (
    hasUnasked ||
    !new RegExp(rule.pattern).test(name) ||
    new TextEncoder().encode(name).length > rule.max_bytes ||
    rule.reserved.includes(name)
  );
}

function areBadTags(rule, tags) {
  const isBad = (tag) => trimmed(tag) === '' || tag !== tag.toLowerCase() || length(tag) > rule.longest;
  return tags.length > rule.most || tags.some(isBad) || new Set(tags.map(tagKey)).size < tags.length;
}
