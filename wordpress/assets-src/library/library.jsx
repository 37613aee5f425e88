// The library's page, our own pages, an attachment's page: buttons, links and bulk actions that open our windows.
import { createRoot } from '@wordpress/element';
import { FilterForm } from '../bulk/FilterForm';
import { tellRow } from '../bulk/row';
import { Live } from '../job/Live';
import { generate, priceLabels } from '../media/generate';
import { byIds, open } from '../wizard/open';
import { sayNoneIsTicked, startAudit, ticked } from './audit';
import { restoreFocus } from './focus';
import { extendGrid } from './grid';
import { restoreText } from './restoreText';

export function startLibrary() {
  // Before the grid draws itself.
  extendGrid((action, ids, onClosed) => open(action, byIds(ids), { onClosed }));
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
}

function start() {
  document.addEventListener('click', onClick);
  onceLoaded(restoreFocus);
  startAudit();
  priceLabels();
  for (const place of document.querySelectorAll('[data-picopt-live]')) {
    const job = Number(place.dataset.picoptLive);
    const show = () => open('optimize', byIds([]), { jobId: job });
    createRoot(place).render(<Live job={job} onShow={show} onProgress={tellRow} />);
  }
  for (const place of document.querySelectorAll('[data-picopt-filter]')) {
    const { choices, views } = JSON.parse(place.dataset.picoptFilter);
    createRoot(place).render(<FilterForm choices={choices} views={views} onOpen={(chosen) => open('optimize', chosen)} />);
  }
  const { action, ids } = window.pictureOptimizer.asked;
  if (ids.length > 0) {
    chooseAgain(action, ids);
    open(action, byIds(ids));
  }
}

// A bulk action has loaded the page anew: who gives up finds the images ticked, and the keyboard where it was.
function chooseAgain(action, ids) {
  const menu = document.getElementById('bulk-action-selector-top');
  const boxes = ids.map((id) => document.getElementById(`cb-select-${id}`)).filter(Boolean);
  if (menu && boxes.length > 0) {
    boxes.forEach((box) => {
      box.checked = true;
    });
    menu.value = `picopt_${action}`;
    document.getElementById('doaction')?.focus();
  }
}

// WordPress moves notices below the heading after we have begun, and what is moved loses the focus.
function onceLoaded(then) {
  if (document.readyState === 'complete') {
    then();
  } else {
    window.addEventListener('load', then, { once: true });
  }
}

function onClick(event) {
  const former = event.target.closest('[data-picopt-put-back]');
  const text = event.target.closest('[data-picopt-generate]');
  const link = event.target.closest('[data-picopt-action]');
  if (former) {
    restoreText(former);
  } else if (text) {
    generate(text, Number(text.dataset.picoptGenerate));
  } else if (link) {
    event.preventDefault();
    follow(link.dataset);
  }
}

function follow({ picoptAction, picoptIds, picoptSelect, picoptCount, picoptJob, picoptTicked, picoptPipeline }) {
  if (picoptTicked) {
    const chosen = ticked();
    if (chosen.length > 0) {
      open(picoptAction, { ...byIds(chosen), pipeline: picoptPipeline });
    } else {
      sayNoneIsTicked();
    }
    return;
  }
  const selection = picoptSelect ? { select: picoptSelect, count: Number(picoptCount) } : byIds(parseIds(picoptIds));
  open(picoptAction, selection, { jobId: Number(picoptJob ?? 0) });
}

export function parseIds(text) {
  return (text ?? '').split(',').map(Number).filter((id) => Number.isInteger(id) && id > 0);
}
