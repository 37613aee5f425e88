// What was done to an image, newest first.
import { __, _n, sprintf } from '@wordpress/i18n';
import { date } from '../shared/format';

export function History({ events }) {
  return (
    <details className="picopt-more">
      <summary>{__('History', 'picture-optimizer')}</summary>
      {events.length === 0 && <p>{__('Nothing yet.', 'picture-optimizer')}</p>}
      <ol className="picopt-history">
        {events.map(({ at, what, state, reason, credits, by }, number) => (
          <li key={number}>
            <strong>{what}</strong>: {[state, by, date(at), paid(credits)].filter(Boolean).join(' · ')}
            {reason && <small>{reason}</small>}
          </li>
        ))}
      </ol>
    </details>
  );
}

const paid = (credits) =>
  credits > 0 &&
  /* translators: %d: number of credits */
  sprintf(_n('%d credit', '%d credits', credits, 'picture-optimizer'), credits);
