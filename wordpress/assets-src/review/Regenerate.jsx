// Asks for new metadata, with a wish; what it costs is said before.
import { Button } from '@wordpress/components';
import { useEffect, useId, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';

export function Regenerate({ item, busy, open, onOpen, onAsk }) {
  const [wish, setWish] = useState('');
  const id = useId();
  const field = useRef(null);
  useEffect(() => {
    if (open) {
      field.current.focus();
    }
  }, [open]);
  const isFree = item.regenerated === 0;
  // Escape gives up this question; the window around it, which would close, leaves alone what is answered.
  const onKeyDown = (event) => {
    if (event.key === 'Escape' && !busy) {
      event.preventDefault();
      onOpen(false);
    }
  };
  if (!open) {
    return (
      <Button
        variant="tertiary"
        onClick={() => onOpen(true)}
        disabled={busy}
        accessibleWhenDisabled
        aria-label={sprintf(
          /* translators: %s: name of a file */
          __('Regenerate metadata for %s', 'picture-optimizer'),
          item.file
        )}
      >
        {__('Regenerate…', 'picture-optimizer')}
      </Button>
    );
  }
  return (
    <div className="picopt-another" role="group" aria-labelledby={`${id}-label`}>
      <label id={`${id}-label`} htmlFor={id}>
        {__('What should be different? (optional)', 'picture-optimizer')}
      </label>
      <input
        ref={field}
        id={id}
        type="text"
        maxLength={500}
        value={wish}
        onKeyDown={onKeyDown}
        onChange={(event) => setWish(event.target.value)}
      />
      <p>
        {isFree
          ? __('Regenerating is free once for each image; after that it costs up to 1 credit each time.', 'picture-optimizer')
          : __('This costs up to 1 credit.', 'picture-optimizer')}
      </p>
      <Button
        variant="secondary"
        onClick={() => onAsk(wish)}
        onKeyDown={onKeyDown}
        disabled={busy}
        isBusy={busy}
        accessibleWhenDisabled
      >
        {isFree ? __('Regenerate', 'picture-optimizer') : __('Regenerate for 1 credit', 'picture-optimizer')}
      </Button>
      <Button variant="tertiary" onClick={() => onOpen(false)} onKeyDown={onKeyDown} disabled={busy} accessibleWhenDisabled>
        {__('Cancel', 'picture-optimizer')}
      </Button>
    </div>
  );
}
