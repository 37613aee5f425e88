// Work that this page does part by part, whether or not its window is still there: the page does not load anew before it has
// ended, and the browser asks whoever leaves.
const works = new Set();
const ask = (event) => event.preventDefault();

export async function finish(work) {
  works.add(work);
  window.addEventListener('beforeunload', ask);
  try {
    return await work;
  } finally {
    works.delete(work);
    if (works.size === 0) {
      window.removeEventListener('beforeunload', ask);
    }
  }
}

export function onceFinished(then) {
  if (works.size === 0) {
    then();
  } else {
    Promise.allSettled([...works]).then(() => onceFinished(then));
  }
}
