// How far a job is: bar, pace, and what waits or failed with what to do about it.
import { __, _n } from '@wordpress/i18n';
import { EachImage } from './EachImage';
import { counted, duration, number } from '../shared/format';

// A longer list would be fetched again and again; the Media Library says the same of each picture.
const MOST_LISTED = 500;

export function JobStatus({ progress, onRetry, links = {} }) {
  const total = progress?.total ?? 0;
  const done = total - (progress?.open ?? total);
  return (
    <>
      <progress max={total || 1} value={done} aria-label={__('Images done', 'picture-optimizer')} />
      <p role="status">
        {counted(
          /* translators: 1: images done, 2: all images */
          _n('%1$d of %2$d image done.', '%1$d of %2$d images done.', total, 'picture-optimizer'),
          done,
          total
        )}{' '}
        {progress?.state === 'paused' && __('Paused.', 'picture-optimizer')}
      </p>
      {progress && <p className="picopt-pace">{pace(progress)}</p>}
      {progress && <Reasons progress={progress} onRetry={onRetry} links={links} />}
      {total > 0 && total <= MOST_LISTED && <EachImage progress={progress} />}
    </>
  );
}

function pace({ per_minute: perMinute, seconds_left: seconds }) {
  return perMinute === null
    ? ''
    : counted(
        /* translators: 1: images a minute, 2: a duration such as "3 minutes" */
        _n('%1$s image a minute, about %2$s left.', '%1$s images a minute, about %2$s left.', perMinute, 'picture-optimizer'),
        number(perMinute),
        duration(seconds)
      );
}

function Reasons({ progress, onRetry, links = {} }) {
  const open = progress.open > 0 ? progress.reasons : progress.reasons.filter((group) => group.state === 'failed');
  return open.length === 0 ? null : (
    <ul className="picopt-reasons">
      {open.map((group) => (
        <li key={`${group.state} ${group.code}`} className={`picopt-${group.state}`}>
          <strong>{group.state === 'failed' ? failed(group.number) : waiting(group.number)}</strong> {group.reason}{' '}
          {group.advice.text} <Help group={group} onRetry={onRetry} links={links} />
        </li>
      ))}
    </ul>
  );
}

function Help({ group: { advice, state }, onRetry, links = {} }) {
  const { settingsUrl } = window.pictureOptimizer;
  return (
    <>
      {links[advice.link] && (
        <a href={links[advice.link]} target="_blank" rel="noreferrer">
          {advice.link === 'budget' ? __('Change budget', 'picture-optimizer') : __('Buy credits', 'picture-optimizer')}
        </a>
      )}
      {advice.link === 'settings' && settingsUrl && <a href={settingsUrl}>{__('Settings', 'picture-optimizer')}</a>}{' '}
      {advice.link !== '' && state === 'waiting' && onRetry && (
        <button type="button" className="button-link" onClick={onRetry}>
          {__('Retry now', 'picture-optimizer')}
        </button>
      )}
    </>
  );
}

const waiting = (images) =>
  /* translators: %d: number of images */
  counted(_n('%d image:', '%d images:', images, 'picture-optimizer'), images);
const failed = (images) =>
  /* translators: %d: number of images */
  counted(_n('%d image failed:', '%d images failed:', images, 'picture-optimizer'), images);
