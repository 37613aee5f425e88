// Alt text for one image of a media window or the featured image: into the library where it has none, else beside it.
import { __ } from '@wordpress/i18n';
import { showInField } from '../shared/altField';
import { altTextsFor, priceOfAlts } from '../shared/altTexts';
import { capabilitiesOf } from '../shared/api';
import { atWork } from '../shared/atWork';
import { quoted } from '../shared/format';
import { problemOf } from '../shared/problem';
import { withPrice } from '../shared/price';
import './buttons.css';

const price = () => priceOfAlts(1, capabilitiesOf);

// Windows draw their fields when somebody opens them: each button gets its price then.
export function priceLabels() {
  new window.MutationObserver(label).observe(document.body, { childList: true, subtree: true });
  label();
}

function label() {
  document.querySelectorAll('[data-picopt-generate]:not([data-picopt-priced])').forEach((button) => {
    button.dataset.picoptPriced = '';
    if (window.pictureOptimizer.connection.ready) {
      putPrice(button);
    }
  });
}

const putPrice = (button) =>
  price().then(
    (credits) => {
      button.dataset.picoptPriced = credits;
      button.textContent = withPrice(__('Generate alt text', 'picture-optimizer'), credits);
      say(button, '');
    },
    (error) => say(button, problemOf(error).message)
  );

export async function generate(button, id) {
  const { connection, settingsUrl } = window.pictureOptimizer;
  if (!connection.ready) {
    say(button, connection.obstacle, settingsUrl);
    return;
  }
  if (!button.dataset.picoptPriced) {
    // Nothing is ordered at a price that nobody saw.
    await putPrice(button);
    return;
  }
  await atWork(button, () => order(button, id));
}

async function order(button, id) {
  say(button, __('Generating alt text…', 'picture-optimizer'));
  try {
    const texts = await altTextsFor([{ key: 'library', id }], { atMost: Number(button.dataset.picoptPriced) });
    await show(button, id, texts.get('library'));
  } catch (error) {
    say(button, error.isFinal === undefined ? problemOf(error).message : error.message);
  }
}

async function show(button, id, { alt, decorative, reason, unsure }) {
  if (!window.wp.media?.attachment) {
    // An attachment's own page shows its fields as PHP prints them.
    window.location.reload();
    return;
  }
  const image = window.wp.media.attachment(id);
  const before = image.get('alt') ?? '';
  await image.fetch();
  const now = image.get('alt') ?? '';
  showInField(button, now);
  if (reason) {
    say(button, reason);
  } else if (decorative) {
    say(button, __('This image looks decorative: its alt text can stay empty.', 'picture-optimizer'));
  } else if (now === alt && before !== alt) {
    say(button, added(unsure));
  } else {
    offer(button, alt, async () => {
      await image.save({ alt });
      showInField(button, alt);
    });
  }
}

// A text beside the one that is there, and the button that puts it in its place.
function offer(button, alt, save) {
  const line = say(button, quoted(alt));
  const wrong = document.createElement('span');
  const use = document.createElement('button');
  Object.assign(use, { type: 'button', className: 'button button-small', textContent: __('Use this text', 'picture-optimizer') });
  const replace = async () => {
    wrong.textContent = '';
    try {
      await save();
      say(button, __('Alt text replaced.', 'picture-optimizer'));
      button.focus(); // The one that was clicked is gone.
    } catch (error) {
      wrong.textContent = ` ${problemOf(error).message}`;
    }
  };
  use.addEventListener('click', () => atWork(use, replace));
  line.append(' ', use, wrong);
}

const added = (unsure) =>
  unsure
    ? __('Alt text added. Please check it: the model was not sure.', 'picture-optimizer')
    : __('Alt text added.', 'picture-optimizer');

// The line below the buttons; it is there before it speaks, so that it is heard.
export function say(button, text, link) {
  const line = button.closest('[data-picopt-buttons]').querySelector('[role="status"]');
  line.textContent = text;
  if (link) {
    const settings = document.createElement('a');
    settings.href = link;
    settings.textContent = __('Connect to generate alt text', 'picture-optimizer');
    line.append(' ', settings);
  }
  return line;
}
