// Images that are skipped, grouped by the reason.
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';

const FEW = 5;

export function LeftOut({ items, count }) {
  if (count === 0) {
    return null;
  }
  return (
    <details className="picopt-left-out" open={count <= FEW}>
      <summary>
        {counted(
          /* translators: %d: number of images */
          _n('%d image is skipped', '%d images are skipped', count, 'picture-optimizer'),
          count
        )}
      </summary>
      <ul>
        {[...byReason(items)].map(([reason, same]) => (
          <li key={reason}>
            {reason || __('No reason given', 'picture-optimizer')}{' '}
            <span className="picopt-files">{same.map((item) => item.file).join(', ')}</span>
          </li>
        ))}
      </ul>
      {count > items.length && <p>{__('… and more.', 'picture-optimizer')}</p>}
    </details>
  );
}

function byReason(items) {
  const groups = new Map();
  for (const item of items) {
    groups.set(item.reason, [...(groups.get(item.reason) ?? []), item]);
  }
  return groups;
}
