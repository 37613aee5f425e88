// The one loop of the screens that asks the site again and again; see polling.js.
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { follow, PAUSE_MS } from './polling';

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
    follow(() => latest.current(), { pause, say: setProblem, loop });
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
