// Where the pictures are used now, and which alt texts in pages will change: counted before anybody says "Start".
import { useEffect, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { usageOf } from '../shared/api';

export function Usage({ plan }) {
  const [count, setCount] = useState(null);
  const [error, setError] = useState('');

  useEffect(() => {
    let wanted = true;
    usageOf(plan.job, (now) => wanted && setCount(now), () => wanted).catch(
      (problem) => wanted && setError(problem.message)
    );
    return () => {
      wanted = false;
    };
  }, [plan.job]);

  if (plan.process === 0) {
    return null;
  }
  return (
    <div role="status" className="picopt-usage">
      {error}
      {!error && !count && __('Looking where these pictures are used …', 'picture-optimizer')}
      {count && <Counted count={count} plan={plan} />}
    </div>
  );
}

function Counted({ count, plan }) {
  return (
    <>
      <p>
        <strong>{plan.renames ? places(count) : placesKept(count)}</strong>{' '}
        {!count.complete &&
          sprintf(
            /* translators: 1: pictures looked at, 2: all pictures */
            __('(%1$d of %2$d pictures looked at so far)', 'picture-optimizer'),
            count.looked_at,
            plan.process
          )}
      </p>
      {count.places > 0 && <Where count={count} />}
      {count.untouchable > 0 && (
        <p className="picopt-warning">
          {sprintf(
            /* translators: %d: number of places */
            _n(
              '%d more place cannot be read safely (data of another program); it is left alone, and the old address goes on working.',
              '%d more places cannot be read safely (data of other programs); they are left alone, and the old addresses go on working.',
              count.untouchable,
              'picture-optimizer'
            ),
            count.untouchable
          )}
        </p>
      )}
      {count.empty_alts > 0 && (
        <p>
          {sprintf(
            /* translators: %d: number of places */
            _n(
              'Up to %d empty alt text in existing pages will be filled.',
              'Up to %d empty alt texts in existing pages will be filled.',
              count.empty_alts,
              'picture-optimizer'
            ),
            count.empty_alts
          )}
        </p>
      )}
      {count.old_alts > 0 && (
        <p>
          {sprintf(
            /* translators: %d: number of places */
            _n(
              'Up to %d alt text in existing pages, equal to the old one, will be replaced.',
              'Up to %d alt texts in existing pages, equal to the old ones, will be replaced.',
              count.old_alts,
              'picture-optimizer'
            ),
            count.old_alts
          )}
        </p>
      )}
    </>
  );
}

function places(count) {
  return count.places === 0
    ? __('Not used anywhere on the site yet.', 'picture-optimizer')
    : sprintf(
        /* translators: %d: number of places */
        _n('Used in %d place, which is updated.', 'Used in %d places, which are updated.', count.places, 'picture-optimizer'),
        count.places
      );
}

function placesKept(count) {
  return count.places === 0
    ? __('Not used anywhere on the site yet.', 'picture-optimizer')
    : sprintf(
        /* translators: %d: number of places */
        _n('Used in %d place; files stay as they are.', 'Used in %d places; files stay as they are.', count.places, 'picture-optimizer'),
        count.places
      );
}

function Where({ count }) {
  return (
    <details>
      <summary>{__('Where?', 'picture-optimizer')}</summary>
      <ul>
        {count.posts.map((post) => (
          <li key={post.id}>
            {post.edit ? (
              <a href={post.edit} target="_blank" rel="noreferrer">
                {post.title}
              </a>
            ) : (
              post.title
            )}{' '}
            ({post.places})
          </li>
        ))}
        {count.more_posts > 0 && (
          <li>
            {sprintf(
              /* translators: %d: number of pages */
              _n('%d more page', '%d more pages', count.more_posts, 'picture-optimizer'),
              count.more_posts
            )}
          </li>
        )}
        {count.elsewhere > 0 && (
          <li>
            {__('Widgets, options, categories and comments', 'picture-optimizer')} ({count.elsewhere})
          </li>
        )}
      </ul>
    </details>
  );
}
