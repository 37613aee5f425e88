// Up to five of the pictures, before and after; a slider uncovers one below the other. Free.
import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { previewOf } from '../shared/api';
import { change } from '../shared/format';

const MOST = 5;

export function Preview({ ids, settings }) {
  const [shown, setShown] = useState(null);
  const [number, setNumber] = useState(0);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const count = Math.min(MOST, ids.length);

  const show = async (which) => {
    setBusy(true);
    setError('');
    try {
      setShown(await previewOf(ids[which], settings));
      setNumber(which);
    } catch (problem) {
      setError(problem.message);
    }
    setBusy(false);
  };

  return (
    <div className="picopt-preview">
      <Button
        variant="secondary"
        isBusy={busy}
        disabled={busy}
        accessibleWhenDisabled
        onClick={() => show(shown ? (number + 1) % count : 0)}
      >
        {shown && count > 1 ? __('Next preview', 'picture-optimizer') : __('Preview (free)', 'picture-optimizer')}
      </Button>
      <div role="status">
        {error}
        {shown &&
          sprintf(
            /* translators: 1: sizes before and after, 2: score from 0 to 100 */
            __('%1$s at this size, quality score %2$s', 'picture-optimizer'),
            change(shown.before_bytes, shown.after_bytes),
            shown.score.toFixed(0)
          )}
      </div>
      {shown && <Slider before={shown.before} after={shown.after} />}
    </div>
  );
}

function Slider({ before, after }) {
  const [at, setAt] = useState(50);
  return (
    <div className="picopt-slider">
      <img src={after} alt={__('After', 'picture-optimizer')} />
      <img src={before} alt={__('Before', 'picture-optimizer')} style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }} />
      <input
        type="range"
        min="0"
        max="100"
        value={at}
        aria-label={__('How much of the original is shown, from the left', 'picture-optimizer')}
        onChange={(event) => setAt(Number(event.target.value))}
      />
    </div>
  );
}
