// What failed, by its cause, each with a button that tries those images again.
import { Button } from '@wordpress/components';
import { _n } from '@wordpress/i18n';
import { counted } from '../shared/format';

export function Failures({ items, onRetry }) {
  const causes = new Map();
  items
    .filter((item) => item.state === 'failed')
    .forEach((item) => causes.set(item.reason, [...(causes.get(item.reason) ?? []), item.attachment_id]));
  return causes.size === 0 ? null : (
    <ul className="picopt-reasons">
      {[...causes].map(([reason, ids]) => (
        <li key={reason} className="picopt-failed">
          {reason}{' '}
          <Button variant="link" onClick={() => onRetry(ids)}>
            {counted(
              /* translators: %d: number of images */
              _n('Retry %d image', 'Retry %d images', ids.length, 'picture-optimizer'),
              ids.length
            )}
          </Button>
        </li>
      ))}
    </ul>
  );
}
