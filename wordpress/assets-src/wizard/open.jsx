// Opens one of the windows: wizard, revert, an image's page. The focus goes back to where it came from.
import { createRoot } from '@wordpress/element';
import { ImagePage } from '../image/ImagePage';
import { rememberFocus } from '../library/focus';
import { Revert } from '../revert/Revert';
import { onceFinished } from '../shared/unfinished';
import { Wizard } from './Wizard';
import './wizard.css';

// `selection` is {ids} or {select, count}: images one by one, or a part of the whole library; `pipeline` is what is
// chosen at first. `onChanged` hears that something changed; without it the page loads anew. `onClosed` is called each time.
export function open(action, selection, { jobId = 0, onChanged = reloadWithoutAction, onClosed = () => {} } = {}) {
  const holder = document.body.appendChild(document.createElement('div'));
  const opener = holder.ownerDocument.activeElement;
  const root = createRoot(holder);
  const close = (changed) => {
    root.unmount();
    holder.remove();
    opener?.focus();
    onClosed();
    if (changed) {
      onceFinished(() => onChanged(opener));
    }
  };
  if (action === 'image') {
    const [id] = selection.ids;
    const next = (what, pipeline) => {
      close(false);
      open(what, { ...byIds([id]), pipeline }, { onChanged });
    };
    root.render(<ImagePage id={id} onOpen={next} onClose={close} />);
    return;
  }
  const Screen = action === 'revert' ? Revert : Wizard;
  root.render(<Screen selection={selection} jobId={jobId} onClose={close} />);
}

export const byIds = (ids) => ({ ids, count: ids.length });

function reloadWithoutAction(opener) {
  rememberFocus(opener);
  const url = new URL(window.location);
  url.searchParams.delete('picopt_action');
  url.searchParams.delete('picopt_ids');
  window.location.assign(url);
}
