// One image before and after: the line between them is dragged on the image, or moved by the keyboard with the slider below.
import { useRef, useState } from '@wordpress/element';
import { __, isRTL, sprintf } from '@wordpress/i18n';

// Where the reading begins is "before": at the left, or at the right in languages that are written from there.
export function Compare({ before, after, name, actualSize }) {
  const [at, setAt] = useState(50);
  const stack = useRef(null);
  const follow = (event) => {
    if (event.buttons & 1) {
      setAt(share(event.clientX, stack.current.getBoundingClientRect()));
    }
  };
  return (
    <div className={actualSize ? 'picopt-compare picopt-actual' : 'picopt-compare'}>
      {/* At its own size an image is scrolled, which the keyboard can do as well. */}
      <div className="picopt-compare-view" tabIndex={actualSize ? 0 : undefined} role={actualSize ? 'group' : undefined}>
        <div
          ref={stack}
          className="picopt-compare-stack"
          onPointerDown={(event) => {
            event.preventDefault();
            event.currentTarget.setPointerCapture?.(event.pointerId);
            follow(event);
          }}
          onPointerMove={follow}
        >
          <img src={after} alt="" draggable={false} />
          <img src={before} alt="" draggable={false} style={{ clipPath: isRTL() ? `inset(0 0 0 ${100 - at}%)` : `inset(0 ${100 - at}% 0 0)` }} />
          <span className="picopt-compare-line" style={{ insetInlineStart: `${at}%` }} />
          <span className="picopt-compare-before">{__('Before', 'picture-optimizer')}</span>
          <span className="picopt-compare-after">{__('After', 'picture-optimizer')}</span>
        </div>
      </div>
      <input
        type="range"
        min="0"
        max="100"
        value={at}
        aria-label={sprintf(
          /* translators: %s: name of a file */
          __('How much of the original of %s is shown', 'picture-optimizer'),
          name
        )}
        onChange={(event) => setAt(Number(event.target.value))}
      />
    </div>
  );
}

// From 0 to 100, counted from where the reading begins.
function share(x, { left, right, width }) {
  const distance = isRTL() ? right - x : x - left;
  return Math.round(100 * Math.min(1, Math.max(0, distance / width)));
}
