// A job that is at work, on the bulk page: the same as the wizard's progress, without its window.
import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { JobControls } from './JobControls';
import { JobStatus } from './JobStatus';
import { useAccountLinks } from './Progress';
import { ProblemNotice } from '../shared/ProblemNotice';
import { isGoing, useJob } from './useJob';

export function Live({ job, onShow, onProgress }) {
  const { progress, problem, refresh, act, acting, stopping } = useJob(job, onProgress);
  const links = useAccountLinks(progress);
  const over = progress && !isGoing(progress);
  return (
    <div className="picopt-live">
      <JobStatus progress={progress} onRetry={act('resume')} links={links} />
      <ProblemNotice problem={problem} onRetry={refresh} />
      {over ? (
        <div className="picopt-buttons">
          <Button variant="primary" onClick={onShow}>
            {__('Show results', 'picture-optimizer')}
          </Button>
        </div>
      ) : (
        <JobControls progress={progress} act={act} acting={acting} stopping={stopping} onReview={onShow} />
      )}
    </div>
  );
}
