// Starts a plan. Where no answer comes back, the site may have begun all the same, and whoever is told "try again" would
// order twice: so it is asked until it says which.
import { confirmPlan, progressOf } from './api';
import { persist } from './persist';
import { problemOf } from './problem';

const BEFORE = ['planning', 'planned'];

// `say` and `loop` as in persist(). Throws what the site says against it, or that it was not reached and has not begun.
export async function begin(plan, { say = () => {}, loop = { isWanted: true } } = {}) {
  try {
    await confirmPlan(plan);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code !== 'unreachable') {
      throw error;
    }
    say(problem);
    if (!(await hasBegun(plan.job, { say, loop }))) {
      throw error;
    }
  }
}

async function hasBegun(job, asking) {
  let state = BEFORE[0];
  await persist(async () => {
    ({ state } = await progressOf(job));
  }, asking);
  return !BEFORE.includes(state);
}
