// Pictures that are not processed, grouped by the reason.
import { __, _n, sprintf } from '@wordpress/i18n';

export function LeftOut({ items, count }) {
  if (count === 0) {
    return null;
  }
  const byReason = Map.groupBy ? Map.groupBy(items, (item) => item.reason) : group(items);
  return (
    <details className="picopt-left-out" open={count <= 5}>
      <summary>
        {sprintf(
          /* translators: %d: number of pictures */
          _n('%d picture is left out', '%d pictures are left out', count, 'picture-optimizer'),
          count
        )}
      </summary>
      <ul>
        {[...byReason].map(([reason, same]) => (
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

function group(items) {
  const groups = new Map();
  for (const item of items) {
    groups.set(item.reason, [...(groups.get(item.reason) ?? []), item]);
  }
  return groups;
}
