// What has the focus may go away with it: a button that did its work, a form that was sent. The keyboard stays near it.
import { useEffect } from '@wordpress/element';

// `box` is a ref of an element that can take the focus; it does when what had the focus within it is there no more.
export function useKeptFocus(box) {
  useEffect(() => {
    const element = box.current;
    const page = element.ownerDocument;
    let last = null;
    const note = ({ target }) => {
      last = element.contains(target) ? target : null;
    };
    const keep = () => {
      if (last && page.activeElement === page.body && !element.contains(last)) {
        element.focus({ preventScroll: true });
      }
    };
    const observer = new window.MutationObserver(keep);
    observer.observe(element, { childList: true, subtree: true });
    page.addEventListener('focusin', note);
    return () => {
      observer.disconnect();
      page.removeEventListener('focusin', note);
    };
  }, [box]);
}
