// What became of originals that somebody asked for: how many are back, and of each that is not, why.
import { _n } from '@wordpress/i18n';
import { counted } from '../shared/format';

export const restored = (number, all) =>
  /* translators: 1: images restored, 2: all images */
  counted(_n('%1$d of %2$d image restored.', '%1$d of %2$d images restored.', all, 'picture-optimizer'), number, all);

export const restoredOf = (outcomes) => restored(outcomes.filter((item) => item.state !== 'failed').length, outcomes.length);

// What was restored may have something to be said of it, too.
export function NotRestored({ outcomes }) {
  const told = outcomes.filter((item) => item.reason !== '');
  return told.length === 0 ? null : (
    <ul>
      {told.map((item) => (
        <li key={item.attachment_id}>
          <strong>{item.file}</strong> {item.reason}
        </li>
      ))}
    </ul>
  );
}
