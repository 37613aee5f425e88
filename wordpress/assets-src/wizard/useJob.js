// Follows a job, and helps with its work for as long as the tab is open.
import { useEffect, useRef, useState } from '@wordpress/element';
import { control, progressOf, tick } from './api';

const PAUSE_MS = 1500;

// `onProgress` is called with each answer; the answer is also given back, with the last error and a function for the buttons.
export function useJob(job, onProgress) {
  const [progress, setProgress] = useState(null);
  const [error, setError] = useState('');
  const told = useRef(onProgress);
  told.current = onProgress;

  useEffect(() => {
    let alive = true;
    async function watch() {
      while (alive) {
        try {
          const now = await progressOf(job);
          if (!alive) {
            return;
          }
          setProgress(now);
          setError('');
          told.current?.(now);
          if (!isGoing(now)) {
            return;
          }
          if (now.state === 'open' && now.open > now.in_review) {
            await tick(job);
          }
        } catch (problem) {
          setError(problem.message);
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
    watch();
    return () => {
      alive = false;
    };
  }, [job]);

  const act = (action) => async () => {
    try {
      setProgress(await control(job, action));
      setError('');
    } catch (problem) {
      setError(problem.message);
    }
  };
  return { progress, error, act };
}

export const isGoing = (progress) => progress.state === 'open' || progress.state === 'paused';
