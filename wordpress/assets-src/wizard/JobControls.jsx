// Pause, go on, stop (asked once more), and the way to the texts that wait.
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';

export function JobControls({ progress, act, onReview, children }) {
  const [sure, setSure] = useState(false);
  const paused = progress?.state === 'paused';
  return (
    <div className="picopt-buttons">
      {sure ? (
        <>
          <span role="status">{__('Stop what has not begun? Nothing is charged for it.', 'picture-optimizer')}</span>
          <Button
            variant="primary"
            isDestructive
            onClick={() => {
              setSure(false);
              act('stop')();
            }}
          >
            {__('Stop now', 'picture-optimizer')}
          </Button>
          <Button variant="tertiary" onClick={() => setSure(false)}>
            {__('Go on working', 'picture-optimizer')}
          </Button>
        </>
      ) : (
        <>
          <Button variant="secondary" onClick={act(paused ? 'resume' : 'pause')} disabled={!progress}>
            {paused ? __('Go on', 'picture-optimizer') : __('Pause', 'picture-optimizer')}
          </Button>
          <Button variant="secondary" isDestructive onClick={() => setSure(true)} disabled={!progress}>
            {__('Stop', 'picture-optimizer')}
          </Button>
        </>
      )}
      {progress?.in_review > 0 && (
        <Button variant="primary" onClick={onReview}>
          {sprintf(
            /* translators: %d: number of texts */
            _n('Review %d text', 'Review %d texts', progress.in_review, 'picture-optimizer'),
            progress.in_review
          )}
        </Button>
      )}
      {children}
    </div>
  );
}
