// A job that is at work, on the bulk page: the same as the wizard's progress, without its window.
import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { JobControls } from './JobControls';
import { JobStatus } from './JobStatus';
import { useBuyUrl } from './Progress';
import { isGoing, useJob } from './useJob';

export function Live({ job, onShow }) {
  const { progress, error, act } = useJob(job);
  const buyUrl = useBuyUrl(progress);
  const over = progress && !isGoing(progress);
  return (
    <div className="picopt-live">
      <JobStatus progress={progress} onRetry={act('resume')} buyUrl={buyUrl} />
      <div role="alert">{error && <p className="picopt-warning">{error}</p>}</div>
      {over ? (
        <div className="picopt-buttons">
          <Button variant="primary" onClick={onShow}>
            {__('Show the result', 'picture-optimizer')}
          </Button>
        </div>
      ) : (
        <JobControls progress={progress} act={act} onReview={onShow} />
      )}
    </div>
  );
}
