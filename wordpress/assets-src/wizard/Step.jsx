// What every step shares: it takes the focus, and says aloud what went wrong.
import { Notice } from '@wordpress/components';
import { useEffect, useRef } from '@wordpress/element';

export function Step({ label, error, children }) {
  const box = useRef(null);
  useEffect(() => box.current.focus(), []);
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label={label} className="picopt-step">
      {children}
      <div role="alert">
        {error && (
          <Notice status="error" isDismissible={false}>
            {error}
          </Notice>
        )}
      </div>
    </div>
  );
}
