// Asks again and again. A failed request never ends it: it waits longer, says why, and goes on.
import { problemOf } from './problem';

export const PAUSE_MS = 1500;
const LONGEST_MS = 30_000;

export const rest = (milliseconds = PAUSE_MS) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// Twice as long after each failure in a row.
export const backOff = (pause, failures) => Math.min(LONGEST_MS, pause * 2 ** failures);

// `ask` gives true to be called again after a pause, false when there is nothing to wait for. `loop` is {isWanted: true};
// its `wake` ends a pause early. `say` hears each problem, and null when a request succeeds. Resolves with the last problem.
export async function follow(ask, { pause = PAUSE_MS, say, loop }) {
  let failures = 0;
  let last = null;
  while (loop.isWanted) {
    const { goesOn, problem } = await ask().then(
      (answer) => ({ goesOn: answer, problem: null }),
      (error) => ({ goesOn: true, problem: problemOf(error) })
    );
    if (!loop.isWanted) {
      return last;
    }
    failures = problem === null ? 0 : failures + 1;
    last = problem;
    say(problem);
    if (!goesOn || problem?.isFinal) {
      return last;
    }
    await sleep(backOff(pause, failures), loop);
  }
  return last;
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
