// The wizard where a page does not have it yet: its tags wait in a template (Wizard/Assets.php), and become real ones here.
let loading = null;

// `onChanged` is called when the window was closed and something changed.
export async function openWizard(action, ids, { pipeline, onChanged } = {}) {
  await loadWizard();
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
    tag.addEventListener('error', () => reject(new Error(tag.src)));
    tag.async = false;
    document.head.append(tag);
  });
}
