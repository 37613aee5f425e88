// The texts of a job that wait for a person: shown page by page as they come, and after that asked for only what is new.
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { textsInReview, tick } from '../shared/api';
import { usePolling } from '../shared/usePolling';

const PAUSE_MS = 2500;
// A site's servers need not agree on the time.
const OVERLAP_SECONDS = 5;

export const nameOf = (item) => `${item.id} ${item.regenerated}`;

// `onWhole` hears all that are left, each time when they are known. Of an item that is `leave`d nothing is heard any more,
// unless its text was written anew. `items` is null at first, `isWhole` false until the first look has come to its end.
export function useItems(job, onWhole) {
  const [items, setItems] = useState(null);
  const [working, setWorking] = useState(0);
  const [isWhole, setWhole] = useState(false);
  const gone = useRef(new Set());
  const known = useRef({ items: new Map(), since: 0 });
  const isWanted = useRef(true);
  useEffect(() => {
    isWanted.current = true;
    return () => {
      isWanted.current = false;
    };
  }, []);

  const left = (all) => [...all.values()].filter((item) => !gone.current.has(nameOf(item)));
  const look = async (since) => {
    const { items: before } = known.current;
    const found = new Map();
    const page = await textsInReview(job, since, ({ items: some }) => {
      some.forEach((item) => found.set(item.id, item));
      // Those that were there before and are not asked about yet may be there still.
      isWanted.current && setItems(left(new Map([...before, ...found])));
      return isWanted.current;
    });
    if (!isWanted.current) {
      return null;
    }
    const now = since > 0 ? new Map([...before, ...found]) : found;
    known.current = { items: now, since: Math.max(1, page.now - OVERLAP_SECONDS) };
    // Some are gone that were not approved here.
    return since > 0 && page.waiting < left(now).length ? look(0) : page;
  };

  // One at a time, whoever asks: a whole look at a large job takes a while.
  const underWay = useRef(null);
  const update = () => {
    underWay.current ??= look(known.current.since).finally(() => {
      underWay.current = null;
    });
    return underWay.current;
  };
  const { problem, refresh } = usePolling(
    async () => {
      if (working > 0) {
        await tick(job);
      }
      const page = await update();
      if (page === null) {
        return false;
      }
      const now = left(known.current.items);
      setItems(now);
      setWorking(page.working);
      setWhole(true);
      onWhole(now);
      return page.working > 0;
    },
    job,
    PAUSE_MS
  );

  const leave = useCallback((item) => {
    gone.current.add(nameOf(item));
    setItems((all) => all.filter((other) => nameOf(other) !== nameOf(item)));
  }, []);
  return { items, isWhole, working, problem, refresh, leave };
}
