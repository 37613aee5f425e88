// The third step: an open tab helps with the work. It goes on without the tab, too.
import { Button } from '@wordpress/components';
import { useEffect, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { control, progressOf, tick } from './api';
import { Step } from './Step';

const PAUSE_MS = 1500;

export function Progress({ job, onDone, onClose }) {
  const [progress, setProgress] = useState(null);
  const [error, setError] = useState('');
  const alive = useRef(true);

  useEffect(() => {
    alive.current = true;
    watch();
    return () => {
      alive.current = false;
    };
  }, [job]);

  async function watch() {
    while (alive.current) {
      try {
        const now = await progressOf(job);
        setProgress(now);
        setError('');
        if (now.state !== 'open' && now.state !== 'paused') {
          onDone();
          return;
        }
        if (now.state === 'open') {
          await tick(job);
        }
      } catch (problem) {
        setError(problem.message);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  const act = (action) => async () => {
    try {
      setProgress(await control(job, action));
    } catch (problem) {
      setError(problem.message);
    }
  };

  const total = progress?.total ?? 0;
  const done = total - (progress?.open ?? total);
  const paused = progress?.state === 'paused';
  return (
    <Step label={__('Progress', 'picture-optimizer')} error={error}>
      <progress max={total || 1} value={done} aria-label={__('Pictures done', 'picture-optimizer')} />
      <p role="status">
        {sprintf(
          /* translators: 1: pictures done, 2: all pictures */
          __('%1$d of %2$d pictures done.', 'picture-optimizer'),
          done,
          total
        )}{' '}
        {paused ? __('Paused.', 'picture-optimizer') : progress?.waiting_because}
      </p>
      <p>{__('You can close this window or the tab: the work goes on by itself.', 'picture-optimizer')}</p>
      <div className="picopt-buttons">
        <Button variant="secondary" onClick={act(paused ? 'resume' : 'pause')} disabled={!progress}>
          {paused ? __('Go on', 'picture-optimizer') : __('Pause', 'picture-optimizer')}
        </Button>
        <Button variant="secondary" isDestructive onClick={act('stop')} disabled={!progress}>
          {__('Stop', 'picture-optimizer')}
        </Button>
        <Button variant="primary" onClick={onClose}>
          {__('Close', 'picture-optimizer')}
        </Button>
      </div>
    </Step>
  );
}
