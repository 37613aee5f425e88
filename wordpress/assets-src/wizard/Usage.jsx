// Where the images are used now, and which alt texts in pages will change: counted before anything is replaced.
import { useEffect, useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';
import { PageLink } from '../review/PageLink';
import { Places } from '../review/Places';
import { usageOf } from '../shared/api';
import { ProblemNotice } from '../shared/ProblemNotice';
import { problemOf } from '../shared/problem';

export function Usage({ plan, analyses }) {
  const [count, setCount] = useState(null);
  const [problem, setProblem] = useState(null);

  useEffect(() => {
    let wanted = true;
    setCount(null);
    setProblem(null);
    usageOf(
      plan.job,
      (now) => wanted && setCount(now),
      () => wanted
    ).catch((error) => wanted && setProblem(problemOf(error)));
    return () => {
      wanted = false;
    };
  }, [plan.job]);

  return (
    <div className="picopt-usage">
      <ProblemNotice problem={problem} />
      <div role="status">
        {!problem && !count && __('Finding out where these images are used…', 'picture-optimizer')}
        {count && <Counted count={count} plan={plan} analyses={analyses} />}
      </div>
    </div>
  );
}

function Counted({ count, plan, analyses }) {
  return (
    <>
      <p>
        <strong>{headline(count, plan.renames)}</strong>{' '}
        {!count.complete &&
          counted(
            /* translators: 1: images checked, 2: all images */
            _n('(%1$d of %2$d image checked so far)', '(%1$d of %2$d images checked so far)', plan.process, 'picture-optimizer'),
            count.looked_at,
            plan.process
          )}
      </p>
      {count.mails > 0 && count.places > 0 && <p>{mails(count)}</p>}
      {plan.warning && count.places > 0 && <p className="picopt-warning">{plan.warning}</p>}
      {count.places > 0 && <Where count={count} />}
      {count.places > 0 && analyses && <Each images={plan.samples} />}
      {count.untouchable > 0 && (
        <p className="picopt-warning">
          {counted(
            /* translators: %d: number of places */
            _n(
              '%d more place holds data of another plugin that can’t be read safely. It isn’t changed; the old URL keeps working.',
              '%d more places hold data of other plugins that can’t be read safely. They aren’t changed; the old URLs keep working.',
              count.untouchable,
              'picture-optimizer'
            ),
            count.untouchable
          )}
        </p>
      )}
      {count.empty_alts > 0 && (
        <p>
          {counted(
            /* translators: %d: number of places */
            _n(
              'Up to %d missing alt text in existing content will be filled in.',
              'Up to %d missing alt texts in existing content will be filled in.',
              count.empty_alts,
              'picture-optimizer'
            ),
            count.empty_alts
          )}
        </p>
      )}
      {count.old_alts > 0 && (
        <p>
          {counted(
            /* translators: %d: number of places */
            _n(
              'Up to %d alt text in existing content that matches the old one will be replaced.',
              'Up to %d alt texts in existing content that match the old ones will be replaced.',
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

// Each place of the first images, and what its alt text will be about.
function Each({ images }) {
  return images.map(({ id, file }) => (
    <Places
      key={id}
      id={id}
      planned
      /* translators: %s: name of a file */
      label={counted(__('Alt text of %s, place by place', 'picture-optimizer'), file)}
    />
  ));
}

function headline(count, renames) {
  if (count.places === 0) {
    return count.mails > 0 ? mails(count) : __('Not used anywhere on the site yet.', 'picture-optimizer');
  }
  return renames ? places(count) : placesKept(count);
}

function places(count) {
  return counted(
    /* translators: %d: number of places */
    _n('Used in %d place, which will be updated.', 'Used in %d places, which will be updated.', count.places, 'picture-optimizer'),
    count.places
  );
}

function placesKept(count) {
  return counted(
    /* translators: %d: number of places */
    _n('Used in %d place; files don’t change.', 'Used in %d places; files don’t change.', count.places, 'picture-optimizer'),
    count.places
  );
}

function mails(count) {
  return counted(
    /* translators: %d: number of places */
    _n(
      'Used in %d place in email content, which keeps the current file because some email programs can’t show WebP or AVIF.',
      'Used in %d places in email content, which keep the current files because some email programs can’t show WebP or AVIF.',
      count.mails,
      'picture-optimizer'
    ),
    count.mails
  );
}

function Where({ count }) {
  return (
    <details>
      <summary>
        <span>{__('Where?', 'picture-optimizer')}</span>
      </summary>
      <ul>
        {count.posts.map((post) => (
          <li key={post.id}>
            <PageLink page={post} />{' '}
            ({post.places})
          </li>
        ))}
        {count.more_posts > 0 && (
          <li>
            {counted(
              /* translators: %d: number of pages */
              _n('%d more page', '%d more pages', count.more_posts, 'picture-optimizer'),
              count.more_posts
            )}
          </li>
        )}
        {count.elsewhere > 0 && (
          <li>
            {__('Widgets, options, categories, and comments', 'picture-optimizer')} ({count.elsewhere})
          </li>
        )}
      </ul>
    </details>
  );
}
