// Follows a job, and helps with its work for as long as the tab is open.
import { useState } from '@wordpress/element';
import { control, progressOf, tick } from '../shared/api';
import { problemOf } from '../shared/problem';
import { usePolling } from '../shared/usePolling';

// `onProgress` is called with each answer. Given back: the latest one, the last problem, a maker of button handlers, what of
// them is being sent, and whether the job is ending because somebody stopped it.
export function useJob(job, onProgress) {
  const [progress, setProgress] = useState(null);
  const [refused, setRefused] = useState(null);
  const [asked, setAsked] = useState(false);
  const [acting, setActing] = useState('');

  const { problem, refresh } = usePolling(async () => {
    const now = await progressOf(job);
    setProgress(now);
    onProgress?.(now);
    if (isGoing(now) && hasWork(now)) {
      await tick(job);
    }
    return isGoing(now);
  }, job);

  const act = (action) => async () => {
    setRefused(null);
    setAsked(action === 'stop');
    setActing(action);
    try {
      setProgress(await control(job, action));
      refresh();
    } catch (error) {
      setRefused(problemOf(error));
      setAsked(false);
    }
    setActing('');
  };
  return { progress, problem: refused ?? problem, refresh, act, acting, stopping: asked || isStopping(progress) };
}

export const isGoing = (progress) => progress.state === 'open' || progress.state === 'paused';

// What waits for a person is no work for the queue.
const hasWork = (progress) => progress.state === 'open' && progress.open > progress.in_review;

// What had not begun is cancelled at once; what is at work is finished first, also seen by who comes later.
const isStopping = (progress) => progress !== null && progress.open > 0 && (progress.counts?.cancelled ?? 0) > 0;
