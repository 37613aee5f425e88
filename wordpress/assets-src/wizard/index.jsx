// Opens the wizard on the Media Library's page: from a row's link, after a bulk action, or to show work that goes on.
import { createRoot } from '@wordpress/element';
import { sayNoneIsTicked, startAudit, ticked } from '../library/audit';
import { extendGrid } from '../library/grid';
import { ImagePage } from '../image/ImagePage';
import { Live } from '../job/Live';
import { restoreText } from '../library/restoreText';
import { Revert } from '../revert/Revert';
import { Wizard } from './Wizard';
import './wizard.css';

// `selection` is {ids} or {select, count}: pictures one by one, or a part of the whole library; `pipeline` is what is
// chosen at first.
function open(action, selection, jobId = 0) {
  const holder = document.body.appendChild(document.createElement('div'));
  const opener = holder.ownerDocument.activeElement;
  const root = createRoot(holder);
  const close = (changed) => {
    root.unmount();
    holder.remove();
    if (changed) {
      reloadWithoutAction();
    } else {
      opener?.focus();
    }
  };
  if (action === 'image') {
    const [id] = selection.ids;
    const next = (what, pipeline) => {
      close(false);
      open(what, { ...byIds([id]), pipeline });
    };
    root.render(<ImagePage id={id} onOpen={next} onClose={close} />);
    return;
  }
  const Screen = action === 'revert' ? Revert : Wizard;
  root.render(<Screen selection={selection} jobId={jobId} onClose={close} />);
}

function reloadWithoutAction() {
  const url = new URL(window.location);
  url.searchParams.delete('picopt_action');
  url.searchParams.delete('picopt_ids');
  window.location.assign(url);
}

const byIds = (ids) => ({ ids, count: ids.length });

function parseIds(text) {
  return (text ?? '').split(',').map(Number).filter((id) => Number.isInteger(id) && id > 0);
}

function start() {
  document.addEventListener('click', (event) => {
    const former = event.target.closest('[data-picopt-put-back]');
    if (former) {
      restoreText(former);
      return;
    }
    const link = event.target.closest('[data-picopt-action]');
    if (link) {
      event.preventDefault();
      const { picoptAction, picoptIds, picoptSelect, picoptCount, picoptJob, picoptTicked, picoptPipeline } = link.dataset;
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
      open(picoptAction, selection, Number(picoptJob ?? 0));
    }
  });
  startAudit();
  for (const place of document.querySelectorAll('[data-picopt-live]')) {
    const job = Number(place.dataset.picoptLive);
    createRoot(place).render(<Live job={job} onShow={() => open('optimize', byIds([]), job)} />);
  }
  const { action, ids } = window.pictureOptimizer.asked;
  if (ids.length > 0) {
    open(action, byIds(ids));
  }
}

// Before the grid draws itself.
extendGrid((ids) => open('optimize', byIds(ids)));
if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', start);
} else {
  start();
}
