// What somebody types for each image: kept here at once, and on the site shortly after, so that a closed tab loses nothing.
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { keepDecisions } from '../shared/api';
import { problemOf } from '../shared/problem';
import { flat, sent } from './decisions';

const KEEP_MS = 800;
const AGAIN_MS = 5000;

// A newly written text is another form.
const nameOf = (item) => `${item.id} ${item.regenerated}`;

// `of(item)` are the decisions as they are now, `problem` why the last ones are not on the site yet; null when they are.
export function useDecisions() {
  const [typed, setTyped] = useState({});
  const [problem, setProblem] = useState(null);
  const waiting = useRef(new Map());

  const save = useCallback((id) => {
    const { decisions, timer } = waiting.current.get(id);
    clearTimeout(timer);
    waiting.current.delete(id);
    return keepDecisions(id, sent(decisions)).then(
      () => setProblem(null),
      (error) => {
        const found = problemOf(error);
        setProblem(found);
        // What was typed meanwhile has its own timer.
        if (found.passes && !waiting.current.has(id)) {
          waiting.current.set(id, { decisions, timer: setTimeout(() => save(id), AGAIN_MS) });
        }
      }
    );
  }, []);

  // Whoever closes the window has typed their last words, too.
  useEffect(() => () => [...waiting.current.keys()].forEach(save), [save]);

  const latest = useRef(typed);
  latest.current = typed;
  const of = (item) => latest.current[nameOf(item)] ?? flat(item);
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
  return { of, change, forget, problem };
}
