// The rules on every text for an image, the same data as in the service: contract/rules.json; its examples are not bundled.
import { __ } from '@wordpress/i18n';
import { rules } from '../../../../contract/rules.json';
import { isBroken } from './checks';

// In the reader's language; a rule that is newer than these sentences speaks English.
const sentences = {
  decorative_empty: __('A decorative image needs empty alt text; any other image needs alt text.', 'picture-optimizer'),
  no_lead_in: __('Leave out “image of” or “photo showing”: screen readers already say that it is an image.', 'picture-optimizer'),
  alt_too_long: __('Longer than recommended. Keep the essentials and move the rest to the description.', 'picture-optimizer'),
  not_a_name: __('This is a file name, a URL, a camera number, or a placeholder, not a description.', 'picture-optimizer'),
  not_a_repeat: __('This repeats another field. Each field should say something of its own.', 'picture-optimizer'),
  no_stuffing: __('Keywords are repeated or listed. Write a phrase that a person would say.', 'picture-optimizer'),
  one_plain_line: __('Use one line of plain text: no HTML or Markdown, no line breaks, no spaces at the ends.', 'picture-optimizer'),
  good_file_name: __(
    'Use one to six lowercase words joined by hyphens, without extension, size, or orientation.',
    'picture-optimizer'
  ),
  good_tags: __('Use up to ten tags in lowercase, no two the same or nearly so.', 'picture-optimizer'),
};

// The rules that a field breaks: [{id, severity, message}]; errors come first.
export function broken(subject) {
  return rules
    .filter((rule) => rule.fields.includes(subject.field) && isBroken(rule, subject))
    .map(({ id, severity, message }) => ({ id, severity, message: sentences[id] ?? message }))
    .sort((one, other) => rank(one) - rank(other));
}

const rank = ({ severity }) => (severity === 'error' ? 0 : 1);

// The length that an alt text should not exceed, unless the site says otherwise.
export const longestAlt = rules.find(({ check }) => check === 'max_length').default_max;
