// Beside one image's block: alt text with the words around it, optimization, status; in the toolbar and in the sidebar.
import { BlockControls, InspectorControls } from '@wordpress/block-editor';
import { Button, PanelBody, ToolbarDropdownMenu, ToolbarGroup } from '@wordpress/components';
import { useRegistry } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { openWizard } from '../shared/openWizard';
import { ProblemNotice } from '../shared/ProblemNotice';
import { NotConnected } from './NotConnected';
import { Dot, useStatus } from './Status';
import { Suggestion } from './Suggestion';
import { useAltTexts } from './useAltTexts';
import { generateFor, withPrice } from '../shared/price';
import { editorSide, fillEmpty } from './writing';

// Mounted for as long as the block is there, so that a text which comes late finds it; drawn while it is selected.
export function ImageTools({ image, isSelected }) {
  const registry = useRegistry();
  const [text, setText] = useState(null);
  const status = useStatus(isSelected ? image.id : 0);
  const { price, busy, problem, generate, retry } = useAltTexts([image], (texts) => {
    const open = fillEmpty(registry, texts).get(image.key) ?? null;
    setText(open);
    if (!open) {
      registry.dispatch('core/notices').createSuccessNotice(added(texts.get(image.key)), { type: 'snackbar' });
    }
  }, isSelected);
  const openScreen = (action) => () =>
    openWizard(action, [image.id], editorSide(registry, [image.id]));
  const { ready } = window.pictureOptimizer.connection;
  const label = busy ? __('Generating alt text…', 'picture-optimizer') : withPrice(generateFor(1), price);
  const cannot = busy || price === null;
  if (!isSelected) {
    return null;
  }
  return (
    <>
      <BlockControls group="other">
        <ToolbarGroup>
          <ToolbarDropdownMenu
            icon={<Dot status={status} />}
            label={toolbarLabel(status)}
            controls={[
              { title: label, isDisabled: cannot, onClick: generate },
              { title: __('Optimize this image', 'picture-optimizer'), onClick: openScreen('optimize') },
              { title: __('Image details', 'picture-optimizer'), onClick: openScreen('image') },
            ]}
          />
        </ToolbarGroup>
      </BlockControls>
      <InspectorControls group={window.pictureOptimizer.inspectorGroup}>
        <PanelBody title={__('Picture Optimizer', 'picture-optimizer')} className="picopt-tools">
          {status && (
            <p>
              <Dot status={status} /> {status.label} {status.detail && <small dir="auto">{status.detail}</small>}
            </p>
          )}
          <div className="picopt-ways">
            {ready ? (
              <Button variant="secondary" onClick={generate} disabled={cannot} isBusy={busy} accessibleWhenDisabled>
                {label}
              </Button>
            ) : (
              <NotConnected />
            )}
            <Button variant="secondary" onClick={openScreen('optimize')}>
              {__('Optimize this image', 'picture-optimizer')}
            </Button>
            <Button variant="tertiary" onClick={openScreen('image')}>
              {__('Image details', 'picture-optimizer')}
            </Button>
          </div>
          {text && <Suggestion image={image} text={text} onDone={() => setText(null)} />}
          <ProblemNotice problem={problem} onRetry={retry} />
        </PanelBody>
      </InspectorControls>
    </>
  );
}

function toolbarLabel(status) {
  const name = __('Picture Optimizer', 'picture-optimizer');
  return status ? `${name}: ${status.label}` : name;
}

const added = ({ unsure }) =>
  unsure
    ? __('Alt text added. Please check it: the model was not sure.', 'picture-optimizer')
    : __('Alt text added.', 'picture-optimizer');
