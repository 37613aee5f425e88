// The audit's page: select all, and look at the rest of the library while the page is open.
import { __, _n, sprintf } from '@wordpress/i18n';
import { advanceAudit, saveAltText } from '../shared/api';
import { atWork } from '../shared/atWork';
import { number } from '../shared/format';
import { rest } from '../shared/polling';
import { problemOf } from '../shared/problem';

export function startAudit() {
  const place = document.querySelector('[data-picopt-audit]');
  if (!place) {
    return;
  }
  document.getElementById('picopt-tick-all')?.addEventListener('change', ({ target }) => {
    document.querySelectorAll('.picopt-tick').forEach((box) => {
      box.checked = target.checked;
    });
  });
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-picopt-save-alt]');
    if (button) {
      atWork(button, () => saveAlt(button));
    }
  });
  advance(place);
}

// A text that is typed here is a person's: it goes where they would write it themselves.
async function saveAlt(button) {
  const { picoptSaveAlt: id } = button.dataset;
  const row = button.closest('td');
  const status = row.querySelector('[role="status"]');
  status.textContent = '';
  try {
    const alt = row.querySelector('input').value.trim();
    await saveAltText(Number(id), alt);
    status.textContent = __('Saved.', 'picture-optimizer');
    // What was wrong with the text before is not said of this one; the audit judges it when it looks again.
    alt !== '' && row.querySelector('small')?.remove();
  } catch (error) {
    /* translators: %s: cause, as a sentence */
    status.textContent = sprintf(__('Not saved. %s', 'picture-optimizer'), problemOf(error).message);
  }
}

export const ticked = () => [...document.querySelectorAll('.picopt-tick:checked')].map((box) => Number(box.value));

export function sayNoneIsTicked() {
  document.querySelector('.picopt-none').textContent = __('Select at least one image.', 'picture-optimizer');
}

async function advance(place) {
  const unknown = Number(place.dataset.picoptAudit);
  try {
    let now = await advanceAudit();
    while (!now.complete) {
      say(
        place,
        'info',
        sprintf(
          /* translators: 1: images checked, 2: all images */
          _n('%1$s of %2$s image checked so far…', '%1$s of %2$s images checked so far…', now.total, 'picture-optimizer'),
          number(now.looked_at),
          number(now.total)
        )
      );
      const before = now.looked_at;
      now = await advanceAudit();
      if (!now.complete && now.looked_at === before) {
        await rest();
      }
    }
    if (unknown > 0) {
      showNewNumbers(place);
    }
  } catch (problem) {
    say(place, 'error', problemOf(problem).message);
  }
}

// At once, unless the person has begun to choose.
function showNewNumbers(place) {
  if (ticked().length === 0 && !document.querySelector('[role="dialog"]')) {
    window.location.reload();
    return;
  }
  say(place, 'info', __('All images have been checked.', 'picture-optimizer'));
  const link = document.createElement('a');
  link.href = window.location.href;
  link.textContent = __('Show the new results', 'picture-optimizer');
  place.firstChild.append(' ', link);
}

function say(place, kind, text) {
  const line = document.createElement('p');
  line.textContent = text;
  place.className = `notice notice-${kind} inline`;
  place.setAttribute('role', kind === 'error' ? 'alert' : 'status');
  place.replaceChildren(line);
}
