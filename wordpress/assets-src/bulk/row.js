// A job's row in the table of jobs, which the server made with the page: it says what was heard of the job since.
import { __ } from '@wordpress/i18n';
import { counted, number } from '../shared/format';

export function tellRow({ job, state, state_label: label, total, open, credits_used: credits, ...more }) {
  const row = document.querySelector(`[data-picopt-row="${job}"]`);
  if (!row) {
    return;
  }
  const say = (name, ...parts) => row.querySelector(`[data-picopt-cell="${name}"]`).replaceChildren(...parts);
  const isSaid = state === 'open' && open > 0 && more.in_review === open;
  say('state', `${label} `, ...(isSaid ? [] : [small(more.waiting_because || more.message)]));
  /* translators: 1: images done, 2: all images */
  say('images', counted(__('%1$d of %2$d', 'picture-optimizer'), total - open, total));
  say('credits', number(credits));
}

function small(text) {
  const element = document.createElement('small');
  element.textContent = text;
  return element;
}
