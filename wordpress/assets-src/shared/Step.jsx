// What every step shares: it takes the focus when it comes up, and says what went wrong, aloud and where it stays in sight.
import { useEffect, useRef } from '@wordpress/element';
import { ProblemNotice } from './ProblemNotice';
import { useKeptFocus } from './useKeptFocus';

export function Step({ label, problem = null, onRetry, children }) {
  const box = useRef(null);
  useKeptFocus(box);
  useEffect(() => box.current.focus({ preventScroll: true }), []);
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label={label} className="picopt-step">
      <ProblemNotice problem={problem} onRetry={onRetry} />
      {children}
    </div>
  );
}
