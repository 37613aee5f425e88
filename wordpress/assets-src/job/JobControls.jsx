// Pause, resume, stop (asked once more), and the way to what waits for review.
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';

export function JobControls({ progress, act, acting = '', stopping = false, onReview, children }) {
  const [sure, setSure] = useState(false);
  const paused = progress?.state === 'paused';
  return (
    <div className="picopt-buttons">
      {stopping && (
        <span role="status">{__('Stopping… Images in progress are finished first.', 'picture-optimizer')}</span>
      )}
      {!stopping && (sure ? (
        <>
          <span role="status">{__('Stop the images that haven’t started? You won’t be charged for them.', 'picture-optimizer')}</span>
          <Button
            variant="primary"
            isDestructive
            onClick={() => {
              setSure(false);
              act('stop')();
            }}
          >
            {__('Stop', 'picture-optimizer')}
          </Button>
          <Button variant="tertiary" onClick={() => setSure(false)}>
            {__('Keep going', 'picture-optimizer')}
          </Button>
        </>
      ) : (
        <>
          <Button
            variant="secondary"
            onClick={act(paused ? 'resume' : 'pause')}
            isBusy={acting !== ''}
            disabled={!progress || acting !== ''}
            accessibleWhenDisabled
          >
            {paused ? __('Resume', 'picture-optimizer') : __('Pause', 'picture-optimizer')}
          </Button>
          <Button variant="secondary" isDestructive onClick={() => setSure(true)} disabled={!progress} accessibleWhenDisabled>
            {__('Stop', 'picture-optimizer')}
          </Button>
        </>
      ))}
      {progress?.in_review > 0 && (
        <Button variant="primary" onClick={onReview}>
          {counted(
            /* translators: %d: number of images */
            _n('Review %d image', 'Review %d images', progress.in_review, 'picture-optimizer'),
            progress.in_review
          )}
        </Button>
      )}
      {children}
    </div>
  );
}
