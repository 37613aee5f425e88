// What somebody types for each image: kept here at once, and on the site shortly after, so that a closed tab loses nothing.
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { keepDecisions } from '../shared/api';
import { flat, sent } from './decisions';

const KEEP_MS = 800;

// A newly written text is another form.
const nameOf = (item) => `${item.id} ${item.regenerated}`;

export function useDecisions(onRefused) {
  const [typed, setTyped] = useState({});
  const waiting = useRef(new Map());
  const refused = useRef(onRefused);
  refused.current = onRefused;

  const save = useCallback((id) => {
    const { decisions, timer } = waiting.current.get(id);
    clearTimeout(timer);
    waiting.current.delete(id);
    return keepDecisions(id, sent(decisions)).catch((error) => refused.current(error));
  }, []);

  // Whoever closes the window has typed their last words, too.
  useEffect(() => () => [...waiting.current.keys()].forEach(save), [save]);

  const of = (item) => typed[nameOf(item)] ?? flat(item);
  const change = (item, changes) => {
    const decisions = { ...of(item), ...changes };
    setTyped((all) => ({ ...all, [nameOf(item)]: decisions }));
    clearTimeout(waiting.current.get(item.id)?.timer);
    waiting.current.set(item.id, { decisions, timer: setTimeout(() => save(item.id), KEEP_MS) });
  };
  // What is sent along with an approval need not be kept before.
  const forget = (item) => {
    clearTimeout(waiting.current.get(item.id)?.timer);
    waiting.current.delete(item.id);
  };
  return { of, change, forget };
}
