// Follows a job, and helps with its work for as long as the tab is open.
import { useState } from '@wordpress/element';
import { control, progressOf, tick } from '../shared/api';
import { problemOf } from '../shared/problem';
import { usePolling } from '../shared/usePolling';

// `onProgress` is called with each answer. Given back: the latest one, the last problem, and a maker of button handlers.
export function useJob(job, onProgress) {
  const [progress, setProgress] = useState(null);
  const [refused, setRefused] = useState(null);

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
    try {
      setProgress(await control(job, action));
      refresh();
    } catch (error) {
      setRefused(problemOf(error));
    }
  };
  return { progress, problem: refused ?? problem, refresh, act };
}

export const isGoing = (progress) => progress.state === 'open' || progress.state === 'paused';

// What waits for a person is no work for the queue.
const hasWork = (progress) => progress.state === 'open' && progress.open > progress.in_review;
