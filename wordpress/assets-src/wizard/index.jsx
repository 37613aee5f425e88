// Opens the wizard on the Media Library's page: from a row's link, after a bulk action, or to show work that goes on.
import { createRoot } from '@wordpress/element';
import { extendGrid } from './grid';
import { Revert } from './Revert';
import { Wizard } from './Wizard';
import './wizard.css';

let root = null;

function open(action, ids, jobId = 0) {
  const opener = document.activeElement;
  const holder = document.body.appendChild(document.createElement('div'));
  root = createRoot(holder);
  const close = (changed) => {
    root.unmount();
    holder.remove();
    if (changed) {
      reloadWithoutAction();
    } else {
      opener?.focus();
    }
  };
  const Screen = action === 'revert' ? Revert : Wizard;
  root.render(<Screen ids={ids} jobId={jobId} onClose={close} />);
}

function reloadWithoutAction() {
  const url = new URL(window.location);
  url.searchParams.delete('picopt_action');
  url.searchParams.delete('picopt_ids');
  window.location.assign(url);
}

function parseIds(text) {
  return (text ?? '').split(',').map(Number).filter((id) => Number.isInteger(id) && id > 0);
}

function start() {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-picopt-action]');
    if (link) {
      event.preventDefault();
      open(link.dataset.picoptAction, parseIds(link.dataset.picoptIds), Number(link.dataset.picoptJob ?? 0));
    }
  });
  const { action, ids } = window.pictureOptimizer.asked;
  if (ids.length > 0) {
    open(action, ids);
  }
}

// Before the grid draws itself.
extendGrid(open);
if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', start);
} else {
  start();
}
