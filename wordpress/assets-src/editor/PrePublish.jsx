// Before a post is published: its images without alt text, one click for all, and each by hand.
import { Button, TextareaControl } from '@wordpress/components';
import { useRegistry, useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';
import { ProblemNotice } from '../shared/ProblemNotice';
import { without } from './GalleryTools';
import { canBeDecorative, imagesIn, isMute } from './images';
import { NotConnected } from './NotConnected';
import { Suggestion } from './Suggestion';
import { useAltTexts } from './useAltTexts';
import { generateFor, withPrice } from '../shared/price';
import { fillEmpty, markDecorative, writeAlt } from './writing';

export function PrePublish({ Panel }) {
  const registry = useRegistry();
  const blocks = useSelect((select) => select('core/block-editor').getBlocks(), []);
  // An image that gets its text here stays in the list until the panel is closed.
  const [shown] = useState(() => new Set());
  const [open, setOpen] = useState(new Map());
  const images = imagesIn(blocks);
  const mute = images.filter(isMute);
  mute.forEach((image) => shown.add(image.key));
  const { price, busy, problem, generate, retry } = useAltTexts(mute, (texts) => setOpen(fillEmpty(registry, texts)));
  if (images.length === 0) {
    return null;
  }
  return (
    <Panel title={titleFor(mute.length)} initialOpen={shown.size > 0} className="picopt-tools">
      {mute.length === 0 && <p role="status">{__('Every image has alt text or is decorative.', 'picture-optimizer')}</p>}
      <div className="picopt-ways">
        {mute.length > 0 &&
          (window.pictureOptimizer.connection.ready ? (
            <Button variant="primary" onClick={generate} disabled={busy || price === null} isBusy={busy} accessibleWhenDisabled>
              {withPrice(generateFor(mute.length), price)}
            </Button>
          ) : (
            <NotConnected />
          ))}
      </div>
      <ProblemNotice problem={problem} onRetry={retry} />
      <ul>
        {images
          .filter((image) => shown.has(image.key))
          .map((image) => (
            <li key={image.key}>
              <img src={image.url} alt="" />
              <TextareaControl
                __nextHasNoMarginBottom
                rows={2}
                label={__('Alt text', 'picture-optimizer')}
                value={image.alt}
                disabled={image.decorative}
                onChange={(alt) => writeAlt(registry, image, alt)}
              />
              {canBeDecorative(image.name) && isMute(image) && (
                <Button variant="link" onClick={() => markDecorative(registry, image)}>
                  {__('Mark as decorative', 'picture-optimizer')}
                </Button>
              )}
              {image.decorative && <p role="status">{__('Decorative', 'picture-optimizer')}</p>}
              {open.has(image.key) && (
                <Suggestion image={image} text={open.get(image.key)} onDone={() => setOpen(without(open, image.key))} />
              )}
            </li>
          ))}
      </ul>
    </Panel>
  );
}

const titleFor = (missing) =>
  missing === 0
    ? __('Alt text', 'picture-optimizer')
    : counted(
        /* translators: %d: number of images */
        _n('Alt text: %d image has none', 'Alt text: %d images have none', missing, 'picture-optimizer'),
        missing
      );
