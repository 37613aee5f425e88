// The one loop that asks the site again and again. A failed request never ends it: it waits longer, says why, and goes on.
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { problemOf } from './problem';

const PAUSE_MS = 1500;
const LONGEST_MS = 30_000;

// Twice as long after each failure in a row.
export const backOff = (pause, failures) => Math.min(LONGEST_MS, pause * 2 ** failures);

// `ask` gives true to be called again after a pause, false when there is nothing to wait for. Another `key` begins anew.
// `problem` is null while requests succeed; `refresh` asks at once, also after the loop has ended.
export function usePolling(ask, key, pause = PAUSE_MS) {
  const [problem, setProblem] = useState(null);
  const [round, setRound] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  const refresh = useCallback(() => setRound((number) => number + 1), []);

  useEffect(() => {
    const loop = { isWanted: true, wake: () => {} };
    follow(() => latest.current(), pause, setProblem, loop);
    const wake = () => loop.wake();
    window.addEventListener('online', wake);
    return () => {
      loop.isWanted = false;
      loop.wake();
      window.removeEventListener('online', wake);
    };
  }, [key, pause, round]);

  return { problem, refresh };
}

async function follow(ask, pause, say, loop) {
  let failures = 0;
  while (loop.isWanted) {
    const { goesOn, problem } = await ask().then(
      (answer) => ({ goesOn: answer, problem: null }),
      (error) => ({ goesOn: true, problem: problemOf(error) })
    );
    if (!loop.isWanted) {
      return;
    }
    failures = problem === null ? 0 : failures + 1;
    say(problem);
    if (!goesOn || problem?.isFinal) {
      return;
    }
    await sleep(backOff(pause, failures), loop);
  }
}

function sleep(milliseconds, loop) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    loop.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}
