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
  const underWay = useRef(new Map());

  const save = useCallback((id) => {
    const kept = waiting.current.get(id);
    clearTimeout(kept.timer);
    // Two on their way could arrive in the wrong order, so this one goes when the one before has its answer.
    if (underWay.current.has(id)) {
      kept.isDue = true;
      return;
    }
    waiting.current.delete(id);
    const answered = keepDecisions(id, sent(kept.decisions)).then(
      () => setProblem(null),
      (error) => {
        const found = problemOf(error);
        setProblem(found);
        // What was typed meanwhile has its own timer.
        if (found.passes && !waiting.current.has(id)) {
          waiting.current.set(id, { ...kept, timer: setTimeout(() => save(id), AGAIN_MS) });
        }
      }
    );
    underWay.current.set(
      id,
      answered.then(() => {
        underWay.current.delete(id);
        if (waiting.current.get(id)?.isDue) {
          save(id);
        }
      })
    );
  }, []);

  // Whoever closes the window or the tab has typed their last words, too; of what does not arrive the browser warns.
  const isUnsaved = useRef(false);
  isUnsaved.current = problem?.passes ?? false;
  useEffect(() => {
    const saveAll = () => [...waiting.current.keys()].forEach(save);
    const ask = (event) => isUnsaved.current && event.preventDefault();
    window.addEventListener('pagehide', saveAll);
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('pagehide', saveAll);
      window.removeEventListener('beforeunload', ask);
      saveAll();
    };
  }, [save]);

  const latest = useRef(typed);
  latest.current = typed;
  const of = (item) => latest.current[nameOf(item)] ?? flat(item);
  const change = (item, changes) => {
    const decisions = { ...of(item), ...changes };
    setTyped((all) => ({ ...all, [nameOf(item)]: decisions }));
    clearTimeout(waiting.current.get(item.id)?.timer);
    waiting.current.set(item.id, { decisions, timer: setTimeout(() => save(item.id), KEEP_MS) });
  };
  // What is sent along with an approval need not be kept before, and must not arrive after it.
  const drop = (id) => {
    clearTimeout(waiting.current.get(id)?.timer);
    waiting.current.delete(id);
  };
  const forget = async ({ id }) => {
    drop(id);
    while (underWay.current.has(id)) {
      await underWay.current.get(id);
      drop(id);
    }
  };
  return { of, change, forget, problem };
}
