// Asks for new metadata, with a wish; what it costs is said before.
import { Button } from '@wordpress/components';
import { useId, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';

export function Regenerate({ item, busy, onAsk }) {
  const [open, setOpen] = useState(false);
  const [wish, setWish] = useState('');
  const id = useId();
  const price =
    item.regenerated === 0
      ? __('The first new version of an image’s metadata is free; each one after that costs up to 1 credit.', 'picture-optimizer')
      : __('This costs up to 1 credit.', 'picture-optimizer');
  if (!open) {
    return (
      <Button
        variant="tertiary"
        onClick={() => setOpen(true)}
        disabled={busy}
        aria-label={sprintf(
          /* translators: %s: name of a file */
          __('Regenerate for %s', 'picture-optimizer'),
          item.file
        )}
      >
        {__('Regenerate…', 'picture-optimizer')}
      </Button>
    );
  }
  return (
    <div className="picopt-another" role="group" aria-labelledby={id}>
      <label id={id}>
        {__('What should be different? (optional)', 'picture-optimizer')}
        <input type="text" maxLength={500} value={wish} onChange={(event) => setWish(event.target.value)} />
      </label>
      <p>{price}</p>
      <Button variant="secondary" onClick={() => onAsk(wish)} disabled={busy} isBusy={busy} accessibleWhenDisabled>
        {item.regenerated === 0
          ? __('Regenerate', 'picture-optimizer')
          : __('Regenerate for 1 credit', 'picture-optimizer')}
      </Button>
      <Button variant="tertiary" onClick={() => setOpen(false)} disabled={busy}>
        {__('Cancel', 'picture-optimizer')}
      </Button>
    </div>
  );
}
