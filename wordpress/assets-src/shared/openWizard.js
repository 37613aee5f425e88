// The wizard where a page does not have it yet: its tags wait in a template (Wizard/Assets.php), and become real ones here.
import { problemOf } from './problem';

let loading = null;

// `onChanged` is called when the window was closed and something changed, `onProblem` with a sentence when it can't be
// opened.
export async function openWizard(action, ids, { pipeline, onChanged, onProblem } = {}) {
  try {
    await loadWizard();
  } catch (error) {
    onProblem(problemOf(error).message);
    return;
  }
  window.pictureOptimizer.open(action, { ids, count: ids.length, pipeline }, { onChanged });
}

function loadWizard() {
  if (window.pictureOptimizer.open) {
    return Promise.resolve();
  }
  loading ??= bringIn(document.getElementById('picopt-wizard')).catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function bringIn(template) {
  for (const waiting of template.content.querySelectorAll('link, style, script')) {
    await append(waiting);
  }
}

// A script that was parsed in a template never runs: a new one with the same does.
function append(waiting) {
  const tag = document.createElement(waiting.tagName);
  [...waiting.attributes].forEach(({ name, value }) => tag.setAttribute(name, value));
  tag.textContent = waiting.textContent;
  if (!tag.src) {
    document.head.append(tag);
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    tag.addEventListener('load', resolve);
    tag.addEventListener('error', () => reject(Object.assign(new Error(tag.src), { code: 'fetch_error' })));
    tag.async = false;
    document.head.append(tag);
  });
}
