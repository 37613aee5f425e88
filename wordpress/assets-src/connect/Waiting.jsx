// A code that waits to be confirmed in the dashboard: shows it, leads there, and notices when it has happened.
import { Button } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { connectionProgress } from '../shared/api';
import { ProblemNotice } from '../shared/ProblemNotice';
import { usePolling } from '../shared/usePolling';

// `begun` is the answer of POST /connection. `onConnected` and `onEnded(sentence)` are called once.
export function Waiting({ begun, onConnected, onEnded }) {
  const [pending, setPending] = useState(begun);
  const { problem, refresh } = usePolling(
    async () => {
      const now = await connectionProgress();
      if (now.state === 'pending') {
        setPending(now);
        return true;
      }
      if (now.state === 'connected') {
        onConnected();
      } else {
        onEnded(now.message);
      }
      return false;
    },
    begun.user_code,
    pending.interval * 1000
  );
  useRefreshOnReturn(refresh);
  return (
    <div className="picopt-confirming">
      <p>{__('In the dashboard, make sure that you see this code, then confirm:', 'picture-optimizer')}</p>
      <p className="picopt-user-code" translate="no">
        {pending.user_code}
      </p>
      <p>
        <Button variant="primary" href={pending.url} target="_blank" rel="noopener">
          {__('Confirm in the dashboard', 'picture-optimizer')}
        </Button>
      </p>
      <p role="status">
        {__(
          'Waiting for you to confirm. You can close this page: the code is valid for 30 minutes, and this site collects its key when you come back.',
          'picture-optimizer'
        )}
      </p>
      <ProblemNotice problem={problem} onRetry={refresh} />
    </div>
  );
}

// People confirm in another tab; timers of a hidden one are slow.
function useRefreshOnReturn(refresh) {
  useEffect(() => {
    const ask = () => document.visibilityState === 'visible' && refresh();
    document.addEventListener('visibilitychange', ask);
    window.addEventListener('focus', ask);
    return () => {
      document.removeEventListener('visibilitychange', ask);
      window.removeEventListener('focus', ask);
    };
  }, [refresh]);
}
