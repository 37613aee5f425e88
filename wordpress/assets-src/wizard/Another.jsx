// Asks for another text, with a wish; what it costs is said before.
import { Button } from '@wordpress/components';
import { useId, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';

export function Another({ item, busy, onAsk }) {
  const [open, setOpen] = useState(false);
  const [wish, setWish] = useState('');
  const id = useId();
  const price =
    item.regenerated === 0
      ? __('The first other text of a picture is free, each further one costs at most 1 credit.', 'picture-optimizer')
      : __('This costs at most 1 credit.', 'picture-optimizer');
  if (!open) {
    return (
      <Button
        variant="tertiary"
        onClick={() => setOpen(true)}
        disabled={busy}
        aria-label={sprintf(
          /* translators: %s: name of a file */
          __('Another text for %s', 'picture-optimizer'),
          item.file
        )}
      >
        {__('Another text …', 'picture-optimizer')}
      </Button>
    );
  }
  return (
    <div className="picopt-another" role="group" aria-labelledby={id}>
      <label id={id}>
        {__('What should be different? (may stay empty)', 'picture-optimizer')}
        <input type="text" maxLength={500} value={wish} onChange={(event) => setWish(event.target.value)} />
      </label>
      <p>{price}</p>
      <Button variant="secondary" onClick={() => onAsk(wish)} disabled={busy} isBusy={busy} accessibleWhenDisabled>
        {item.regenerated === 0
          ? __('Write another text', 'picture-optimizer')
          : __('Write another text for 1 credit', 'picture-optimizer')}
      </Button>
      <Button variant="tertiary" onClick={() => setOpen(false)} disabled={busy}>
        {__('Cancel', 'picture-optimizer')}
      </Button>
    </div>
  );
}
