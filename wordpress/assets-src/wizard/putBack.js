// Puts one text of a picture back to what it was before ours; the fields on the screen follow.
import { __ } from '@wordpress/i18n';
import { putBackText } from './api';

export async function putBack(button) {
  const { picoptPutBack: field, picoptPicture: picture } = button.dataset;
  const line = button.closest('li');
  button.disabled = true;
  line.setAttribute('role', 'status');
  try {
    await putBackText(Number(picture), field);
    line.textContent = __('Put back.', 'picture-optimizer');
    if (document.body.classList.contains('post-php')) {
      window.location.reload();
    } else {
      window.wp.media?.attachment(Number(picture)).fetch();
    }
  } catch (problem) {
    button.disabled = false;
    line.append(` ${problem.message}`);
  }
}
