// One thing that has to be done: again and again while what stands in its way passes by itself.
import { follow } from './polling';
import { problemOf } from './problem';

// `say` hears each such problem, and null when there is none any more; `loop` as in follow(). Gives back whether it is done:
// false when nobody wants it any more. Throws what no waiting mends.
export async function persist(work, { say, loop }) {
  let isDone = false;
  let refusal = null;
  const attempt = async () => {
    try {
      await work();
      isDone = true;
    } catch (error) {
      if (problemOf(error).passes) {
        throw error;
      }
      refusal = error;
    }
    return false;
  };
  const wake = () => loop.wake?.();
  window.addEventListener('online', wake);
  await follow(attempt, { say, loop });
  window.removeEventListener('online', wake);
  if (refusal) {
    throw refusal;
  }
  return isDone;
}
