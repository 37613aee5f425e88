// The settings page: its panel with a code that waits notices by itself what became of it.
import { createRoot, flushSync } from '@wordpress/element';
import { Waiting } from './Waiting';
import './connect.css';

for (const place of document.querySelectorAll('[data-picopt-waiting]')) {
  const begun = JSON.parse(place.dataset.picoptWaiting);
  // The page itself says what there is to say: connected, or why not.
  const reload = () => window.location.reload();
  const hadFocus = place.contains(place.ownerDocument.activeElement);
  flushSync(() =>
    createRoot(place).render(
      <Waiting
        begun={begun}
        onConnected={reload}
        onEnded={(sentence) => {
          place.setAttribute('role', 'alert');
          place.className = 'notice notice-error inline';
          place.replaceChildren(Object.assign(document.createElement('p'), { textContent: sentence }));
        }}
      />
    )
  );
  // Whoever was quicker than the script stands on a link that is there no more.
  if (hadFocus) {
    place.querySelector('a').focus();
  }
}
