// What a person decided about one image's metadata, as the form holds it and as the site keeps it.
import { __ } from '@wordpress/i18n';
import { broken } from '../shared/rules/rules';

export const labels = {
  alt: __('Alt text', 'picture-optimizer'),
  title: __('Title', 'picture-optimizer'),
  caption: __('Caption', 'picture-optimizer'),
  description: __('Description', 'picture-optimizer'),
};

// Hundreds of images wait together, and each letter that is typed is about one: what was found of the others still holds.
// Neither an item nor its decisions are ever changed, only replaced.
export function remembered(find) {
  const latest = new WeakMap();
  return (item, decisions) => {
    const last = latest.get(item);
    if (last && last.decisions === decisions) {
      return last.found;
    }
    const found = find(item, decisions);
    latest.set(item, { decisions, found });
    return found;
  };
}

// Tags as one line of text; decorative is an empty alt text that is written on purpose.
export const flat = remembered(({ decisions: { fields, tags, file_name, places } }) => ({
  ...fields,
  tags: { ...tags, text: tags.text.join(', ') },
  file_name,
  places,
  decorative: fields.alt.write && fields.alt.text === '',
}));

// `seen` tells the site on top of which texts this was decided: what somebody has written there since stays.
export function sent({ tags, decorative, alt, ...others }, { seen } = {}) {
  return { ...others, seen, alt: decorative ? { text: '', write: true } : alt, tags: { ...tags, text: wordsOf(tags.text) } };
}

export const wordsOf = (text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

// The words as they will stand on the site: what is not written stays as it is. A title that WordPress took from the file's
// name is nobody's words, and an alt text may say the same.
function standing(item, decisions) {
  const names = Object.keys(labels);
  const stays = { ...item.present, ...(item.title_is_file_name ? { title: '' } : {}) };
  const text = (name) => (decisions[name].write ? decisions[name].text : stays[name]);
  return { ...Object.fromEntries(names.map((name) => [name, text(name)])), alt: decisions.decorative ? '' : text('alt') };
}

// The rules that each field breaks as it will stand: {field: [{id, severity, message}]}; fields that stay are not judged.
export const faults = remembered((item, decisions) => {
  const others = standing(item, decisions);
  // Of these fields only the alt text has a length.
  const common = { others, decorative: decisions.decorative, maxLength: item.max_alt_length };
  const judged = Object.keys(labels)
    .filter((name) => decisions[name].write && (others[name] !== '' || name === 'alt'))
    .map((field) => ({ ...common, field, value: others[field] }));
  if (decisions.tags.write) {
    judged.push({ field: 'tags', value: wordsOf(decisions.tags.text) });
  }
  // Without a name of its own the file keeps the one it has.
  if (item.renames && decisions.file_name !== '') {
    judged.push({ field: 'filename', value: decisions.file_name });
  }
  const found = judged.map((subject) => [subject.field, broken(subject)]);
  return Object.fromEntries(found.filter(([, rules]) => rules.length > 0));
});

export const hasErrors = (found) => Object.values(found).flat().some(({ severity }) => severity === 'error');
