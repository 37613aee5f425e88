// Beside a gallery's block: alt texts for all of its images that have none, at once.
import { InspectorControls } from '@wordpress/block-editor';
import { Button, PanelBody } from '@wordpress/components';
import { useRegistry, useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { openWizard } from '../shared/openWizard';
import { ProblemNotice } from '../shared/ProblemNotice';
import { imagesIn, isMute } from './images';
import { NotConnected } from './NotConnected';
import { Suggestion } from './Suggestion';
import { useAltTexts } from './useAltTexts';
import { generateFor, withPrice } from '../shared/price';
import { editorSide, fillEmpty } from './writing';

export function GalleryTools({ clientId }) {
  const registry = useRegistry();
  const [open, setOpen] = useState(new Map());
  const blocks = useSelect((select) => select('core/block-editor').getBlocks(clientId), [clientId]);
  const images = imagesIn(blocks);
  const mute = images.filter(isMute);
  const { price, busy, problem, generate, retry } = useAltTexts(mute, (texts) => setOpen(fillEmpty(registry, texts)));
  const ids = images.map((image) => image.id);
  return (
    <InspectorControls group={window.pictureOptimizer.inspectorGroup}>
      <PanelBody title={__('Picture Optimizer', 'picture-optimizer')} className="picopt-tools">
        {mute.length === 0 && <p>{__('Every image here has alt text or is decorative.', 'picture-optimizer')}</p>}
        <div className="picopt-ways">
          {mute.length > 0 &&
            (window.pictureOptimizer.connection.ready ? (
              <Button variant="secondary" onClick={generate} disabled={busy || price === null} isBusy={busy} accessibleWhenDisabled>
                {withPrice(generateFor(mute.length), price)}
              </Button>
            ) : (
              <NotConnected />
            ))}
          {ids.length > 0 && (
            <Button
              variant="secondary"
              onClick={() => openWizard('optimize', ids, editorSide(registry, ids))}
            >
              {__('Optimize these images', 'picture-optimizer')}
            </Button>
          )}
        </div>
        {images
          .filter((image) => open.has(image.key))
          .map((image) => (
            <Suggestion
              key={image.key}
              image={image}
              text={open.get(image.key)}
              onDone={() => setOpen(without(open, image.key))}
            />
          ))}
        <ProblemNotice problem={problem} onRetry={retry} />
      </PanelBody>
    </InspectorControls>
  );
}

export function without(map, key) {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
