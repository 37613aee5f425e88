// The third step: an open tab helps with the work. It goes on without the tab, too.
import { Button } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { accountOf } from '../shared/api';
import { JobControls } from './JobControls';
import { JobStatus } from './JobStatus';
import { Step } from '../shared/Step';
import { isGoing, useJob } from './useJob';

export function Progress({ job, onDone, onReview, onClose }) {
  const { progress, problem, refresh, act, acting, stopping } = useJob(job, (now) => {
    if (!isGoing(now)) {
      onDone();
    } else if (now.in_review > 0 && now.in_review === now.open) {
      // Everything else is done: the person is who the rest waits for.
      onReview();
    }
  });
  const links = useAccountLinks(progress);
  return (
    <Step label={__('Progress', 'picture-optimizer')} problem={problem} onRetry={refresh}>
      <JobStatus progress={progress} onRetry={act('resume')} links={links} />
      <p>{__('You can close this window or the tab: the work continues without it.', 'picture-optimizer')}</p>
      <JobControls progress={progress} act={act} acting={acting} stopping={stopping} onReview={onReview}>
        <Button variant="primary" onClick={onClose}>
          {__('Close', 'picture-optimizer')}
        </Button>
      </JobControls>
    </Step>
  );
}

// Asked for only when somebody needs it.
export function useAccountLinks(progress) {
  const [links, setLinks] = useState({});
  const wanted = progress?.reasons.some(({ advice }) => ['buy', 'budget'].includes(advice.link)) ?? false;
  useEffect(() => {
    if (wanted) {
      accountOf().then(({ buy_url: buy, budget_url: budget }) => setLinks({ buy, budget }), () => {});
    }
  }, [wanted]);
  return links;
}
