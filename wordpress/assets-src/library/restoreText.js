// Restores one text of an image to what it was before ours; the fields on the screen follow.
import { __ } from '@wordpress/i18n';
import { showInField } from '../shared/altField';
import { restoreText as restore } from '../shared/api';
import { problemOf } from '../shared/problem';

export async function restoreText(button) {
  const { picoptPutBack: field, picoptPicture: picture } = button.dataset;
  const line = button.closest('li');
  button.disabled = true;
  line.setAttribute('role', 'status');
  try {
    await restore(Number(picture), field);
    line.textContent = __('Restored.', 'picture-optimizer');
    if (document.body.classList.contains('post-php')) {
      window.location.reload();
    } else {
      const attachment = window.wp.media?.attachment(Number(picture));
      await attachment?.fetch();
      field === 'alt' && attachment && showInField(line, attachment.get('alt'));
    }
  } catch (error) {
    button.disabled = false;
    line.append(` ${problemOf(error).message}`);
  }
}
