// One request at a time that a person asked for: whether it is under way, and what went wrong.
import { useState } from '@wordpress/element';
import { problemOf } from './problem';

// `run` gives back whether the work succeeded.
export function useRequest() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const run = async (work) => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      return true;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, run, setProblem };
}
