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
  const { progress, problem, refresh, act, stopping } = useJob(job, (now) => {
    if (!isGoing(now)) {
      onDone();
    } else if (now.in_review > 0 && now.in_review === now.open) {
      // Everything else is done: the person is who the rest waits for.
      onReview();
    }
  });
  const buyUrl = useBuyUrl(progress);
  return (
    <Step label={__('Progress', 'picture-optimizer')} problem={problem} onRetry={refresh}>
      <JobStatus progress={progress} onRetry={act('resume')} buyUrl={buyUrl} />
      <p>{__('You can close this window or the tab: the work continues without it.', 'picture-optimizer')}</p>
      <JobControls progress={progress} act={act} stopping={stopping} onReview={onReview}>
        <Button variant="primary" onClick={onClose}>
          {__('Close', 'picture-optimizer')}
        </Button>
      </JobControls>
    </Step>
  );
}

// Asked for only when somebody needs it.
export function useBuyUrl(progress) {
  const [url, setUrl] = useState('');
  const wanted = progress?.reasons.some((group) => group.advice.link === 'buy') ?? false;
  useEffect(() => {
    if (wanted) {
      accountOf().then((account) => setUrl(account.buy_url), () => {});
    }
  }, [wanted]);
  return url;
}
