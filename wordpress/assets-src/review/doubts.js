// Which images a person should look at first, and why.
import { __ } from '@wordpress/i18n';
import { faults, hasErrors, remembered } from './decisions';

// Below this the model itself is not sure of what it saw.
const SURE = 0.6;

// Reasons to look closely, the weightiest first; empty for an image that may well be right as it is.
export const doubtsOf = remembered((item, decisions) => {
  const found = faults(item, decisions);
  return [
    hasErrors(found) && { kind: 'error', weight: 8, text: __('Breaks a rule', 'picture-optimizer') },
    item.silent && { kind: 'silent', weight: 6, text: __('No suggestion', 'picture-optimizer') },
    !item.silent && item.confidence < SURE && { kind: 'unsure', weight: 4, text: __('Low confidence', 'picture-optimizer') },
    item.by_person.length > 0 && { kind: 'person', weight: 2, text: __('Has text by your team', 'picture-optimizer') },
    item.draft && { kind: 'draft', weight: 1, text: __('Draft', 'picture-optimizer') },
  ].filter(Boolean);
});

const weight = (doubts) => doubts.reduce((sum, doubt) => sum + doubt.weight, 0);

// Doubtful ones first, those of which the model is least sure before others. The order is made from what
// came from the service, so that nothing jumps while somebody types.
export function inOrder(items, initial) {
  return items
    .map((item) => ({ item, weight: weight(doubtsOf(item, initial(item))) }))
    .sort(
      (one, other) =>
        other.weight - one.weight || one.item.confidence - other.item.confidence || one.item.id - other.item.id
    )
    .map(({ item }) => item);
}

// A draft is no doubt by itself: all texts of a model may be drafts.
const isDoubtful = (doubts) => doubts.some(({ kind }) => kind !== 'draft');

export const filters = {
  all: { label: __('All', 'picture-optimizer'), shows: () => true },
  doubtful: {
    label: __('Needs a closer look', 'picture-optimizer'),
    shows: isDoubtful,
  },
  errors: { label: __('Breaks a rule', 'picture-optimizer'), shows: (doubts) => doubts.some(({ kind }) => kind === 'error') },
  clear: {
    label: __('Looks right', 'picture-optimizer'),
    shows: (doubts) => !isDoubtful(doubts),
  },
};
