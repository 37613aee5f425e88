// What somebody types for each image: kept here at once, and on the site shortly after, so that a closed tab loses nothing.
import { useEffect, useRef, useState } from '@wordpress/element';
import { flat, sent } from './decisions';
import { Saves } from './Saves';

// A newly written text is another form.
const nameOf = (item) => `${item.id} ${item.regenerated}`;

// `of(item)` are the decisions as they are now, `problem` why some are not on the site yet; null when all are.
export function useDecisions() {
  const [typed, setTyped] = useState({});
  const [problem, setProblem] = useState(null);
  const [saves] = useState(() => new Saves(setProblem));
  useEffect(() => saves.watch(), [saves]);

  const latest = useRef(typed);
  latest.current = typed;
  const of = (item) => latest.current[nameOf(item)] ?? flat(item);
  const change = (item, changes) => {
    const decisions = { ...of(item), ...changes };
    setTyped((all) => ({ ...all, [nameOf(item)]: decisions }));
    saves.add(item.id, sent(decisions, item));
  };
  const forget = ({ id }) => saves.forget(id);
  // What was forgotten for a request that did not get through has to be kept after all.
  const keep = (item) => latest.current[nameOf(item)] && change(item, {});
  const forgetOthers = (items) => saves.forgetOthers(items.map(({ id }) => id));
  return { of, change, forget, keep, forgetOthers, problem };
}
