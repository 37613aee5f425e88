// What came for one image and is not in its block yet: a text beside the one that is there, decoration, or why there is
// none.
import { Button, Notice } from '@wordpress/components';
import { useRegistry } from '@wordpress/data';
import { __ } from '@wordpress/i18n';
import { canBeDecorative } from './images';
import { markDecorative, writeAlt } from './writing';

// `text` is {alt, decorative, unsure} or {reason}; `onDone` takes it away.
export function Suggestion({ image, text, onDone }) {
  const registry = useRegistry();
  const settle = (write) => () => {
    write();
    onDone();
  };
  if (text.reason) {
    return (
      <Notice status="warning" isDismissible={false}>
        {text.reason}
      </Notice>
    );
  }
  if (text.decorative) {
    return (
      <div className="picopt-suggestion" role="status">
        <p>{__('This image looks decorative: people who can’t see it miss nothing without it.', 'picture-optimizer')}</p>
        <Button variant="secondary" size="small" onClick={settle(() => markDecorative(registry, image))}>
          {canBeDecorative(image.name)
            ? __('Mark as decorative', 'picture-optimizer')
            : __('Leave alt text empty', 'picture-optimizer')}
        </Button>
        {text.alt && <Use alt={text.alt} onUse={settle(() => writeAlt(registry, image, text.alt))} />}
      </div>
    );
  }
  return (
    <div className="picopt-suggestion" role="status">
      {text.unsure && <p>{__('Please check this text: the model was not sure.', 'picture-optimizer')}</p>}
      <p>
        <q>{text.alt}</q>
      </p>
      <Use alt={text.alt} onUse={settle(() => writeAlt(registry, image, text.alt))} />
      <Button variant="tertiary" size="small" onClick={onDone}>
        {__('Keep mine', 'picture-optimizer')}
      </Button>
    </div>
  );
}

function Use({ alt, onUse }) {
  return (
    <Button variant="secondary" size="small" onClick={onUse} aria-label={`${__('Use this text:', 'picture-optimizer')} ${alt}`}>
      {__('Use this text', 'picture-optimizer')}
    </Button>
  );
}
