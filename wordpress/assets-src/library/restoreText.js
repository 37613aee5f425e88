// Restores one text of an image to what it was before ours; the fields on the screen follow.
import { __ } from '@wordpress/i18n';
import { showInField } from '../shared/altField';
import { restoreText as restore } from '../shared/api';
import { atWork } from '../shared/atWork';
import { problemOf } from '../shared/problem';

export async function restoreText(button) {
  const { picoptPutBack: field, picoptPicture: picture } = button.dataset;
  const line = button.closest('li');
  const wrong = line.querySelector('[role="alert"]') ?? line.appendChild(document.createElement('span'));
  wrong.setAttribute('role', 'alert');
  await atWork(button, async () => {
    wrong.textContent = '';
    try {
      await restore(Number(picture), field);
    } catch (error) {
      wrong.textContent = ` ${problemOf(error).message}`;
      return;
    }
    sayRestored(line, button);
    if (document.body.classList.contains('post-php')) {
      window.location.reload();
    } else {
      const attachment = window.wp.media?.attachment(Number(picture));
      await attachment?.fetch();
      field === 'alt' && attachment && showInField(line, attachment.get('alt'));
    }
  });
}

// The button goes, and the keyboard stays where it was.
function sayRestored(line, button) {
  const hadFocus = line.ownerDocument.activeElement === button;
  line.setAttribute('role', 'status');
  line.textContent = __('Restored.', 'picture-optimizer');
  if (hadFocus) {
    line.tabIndex = -1;
    line.focus();
  }
}
