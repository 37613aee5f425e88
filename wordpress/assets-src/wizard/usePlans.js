// Plans in the background what each pipeline would do with the chosen images: prices, skips and sizes for the cards.
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { makePlan } from '../shared/api';
import { problemOf } from '../shared/problem';

// While somebody is still choosing, nothing is asked.
const QUIET_MS = 500;
// Above this, only the chosen pipeline is planned; the others show their price for each image.
const MOST_FOR_ALL = 500;
const AGAIN_MS = 10_000;

// `plans` holds the latest plan by pipeline, `plan` the complete one for exactly these settings or null.
export function usePlans({ selection, pipeline, pipelines, settings }) {
  const [plans, setPlans] = useState({});
  const [problem, setProblem] = useState(null);
  const [round, setRound] = useState(0);
  const [attempt, setAttempt] = useState(0);
  const jobs = useRef({});
  const latest = useRef(plans);
  latest.current = plans;
  const key = JSON.stringify([settings, round]);
  const again = useCallback(() => setAttempt((number) => number + 1), []);
  const refresh = useCallback(() => {
    setProblem(null);
    setRound((number) => number + 1);
  }, []);
  // A plan that something got in the way of for a moment goes on where it was: a large one would never come to its end.
  const retry = () => {
    setProblem(null);
    (problem?.passes ? again : refresh)();
  };

  useEffect(() => {
    const work = { isWanted: true };
    const keep = (name) => (plan) => {
      jobs.current[name] = plan.job;
      if (work.isWanted) {
        setProblem(null);
        setPlans((all) => ({ ...all, [name]: { ...plan, key } }));
      }
    };
    const others = selection.count <= MOST_FOR_ALL ? pipelines.filter((name) => name !== pipeline) : [];
    const planAll = async () => {
      for (const name of [pipeline, ...others].filter((each) => !isReady(latest.current[each], key))) {
        const request = { ...wanted(selection), pipeline: name, settings, replaces: jobs.current[name] ?? 0 };
        const begun = latest.current[name]?.key === key ? latest.current[name] : null;
        await makePlan(request, keep(name), () => work.isWanted, begun);
      }
    };
    const failed = (error) => {
      const found = problemOf(error);
      if (work.isWanted) {
        setProblem(found);
        timer = found.passes ? setTimeout(again, AGAIN_MS) : timer;
      }
    };
    let timer = setTimeout(() => planAll().catch(failed), QUIET_MS);
    return () => {
      work.isWanted = false;
      clearTimeout(timer);
    };
    // The settings are in the key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selection, pipeline, key, attempt]);

  const plan = isReady(plans[pipeline], key) ? plans[pipeline] : null;
  useEffect(() => {
    if (!plan?.quote_id) {
      return undefined;
    }
    // A price that is too old is asked for again before somebody wants to confirm it.
    const timer = setTimeout(refresh, Math.max(1000, (plan.quote_lasts - 10) * 1000));
    return () => clearTimeout(timer);
  }, [plan?.job, plan?.quote_id, plan?.quote_lasts, refresh]);

  return { plans, plan, problem, refresh, retry };
}

const isReady = (plan, key) => plan?.complete && plan.key === key;

const wanted = ({ ids, select, filter }) => (select && { select }) || (filter && { filter }) || { ids };
