// The tab of exclusions: how many images the rules mean, while they are being written.
import { __, _n, sprintf } from '@wordpress/i18n';
import { countExcluded } from '../shared/api';
import { number } from '../shared/format';
import { problemOf } from '../shared/problem';

const PAUSE = 400; // milliseconds after the last key

export function startExclusions() {
  const place = document.querySelector('[data-picopt-excluded]');
  const form = document.getElementById('po-exclude_folders')?.form;
  if (!place || !form) {
    return;
  }
  let timer;
  let asked = 0;
  const count = async () => {
    const mine = ++asked;
    const said = await sentence(rulesOf(form));
    if (mine === asked) {
      place.textContent = said;
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(count, PAUSE);
  });
  count();
}

// `exclude_below_bytes[kb]` is sent as the form sends it: bytes, told in KB.
const rulesOf = (form) =>
  Object.fromEntries(
    [...new FormData(form)]
      .filter(([name]) => name.startsWith('exclude_'))
      .map(([name, value]) => (name.endsWith('[kb]') ? [name.slice(0, -'[kb]'.length), { kb: value }] : [name, value]))
  );

async function sentence(rules) {
  try {
    const { excluded, total } = await countExcluded(rules);
    /* translators: 1: number of images that are left out, 2: number of all images */
    const said = _n('%1$s of %2$s image is excluded.', '%1$s of %2$s images are excluded.', total, 'picture-optimizer');
    return sprintf(said, number(excluded), number(total));
  } catch (error) {
    /* translators: %s: cause, as a sentence */
    return sprintf(__('The excluded images could not be counted: %s', 'picture-optimizer'), problemOf(error).message);
  }
}
