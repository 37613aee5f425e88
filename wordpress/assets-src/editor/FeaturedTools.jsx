// Below the post's featured image: its alt text is the one of the library, and so is what a suggestion replaces.
import { Button } from '@wordpress/components';
import { useRegistry, useSelect } from '@wordpress/data';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { quoted } from '../shared/format';
import { openWizard } from '../shared/openWizard';
import { withPrice, generateFor } from '../shared/price';
import { ProblemNotice } from '../shared/ProblemNotice';
import { useRequest } from '../shared/useRequest';
import { NotConnected } from './NotConnected';
import { Dot, useStatus } from './Status';
import { useAltTexts } from './useAltTexts';
import { editorSide } from './writing';

const KEY = 'featured-image';

export function FeaturedTools() {
  const id = useSelect((select) => select('core/editor')?.getEditedPostAttribute('featured_media') ?? 0, []);
  return id > 0 ? <Tools key={id} id={id} /> : null;
}

function Tools({ id }) {
  const registry = useRegistry();
  const status = useStatus(id);
  const [said, setSaid] = useState('');
  const [alt, setAlt] = useState('');
  const { price, busy, problem, generate, retry } = useAltTexts([{ key: KEY, id }], (texts) => settle(texts.get(KEY)));
  const before = useSelect(
    (select) => select('core').getEntityRecord('postType', 'attachment', id, { context: 'view' })?.alt_text ?? '',
    [id]
  );
  const settle = ({ alt: text, decorative, reason }) => {
    const isFree = before === '' && !decorative && !reason;
    setAlt(before !== '' && !decorative && !reason ? text : '');
    setSaid(reason || (decorative ? decoration() : isFree ? added(text) : quoted(text)));
  };
  const { busy: saving, problem: refused, run } = useRequest();
  const use = () =>
    run(async () => {
      await registry.dispatch('core').saveEntityRecord('postType', 'attachment', { id, alt_text: alt }, { throwOnError: true });
      setAlt('');
      setSaid(added(alt));
    });
  return (
    <div className="picopt-tools">
      {status && (
        <p>
          <Dot status={status} /> {status.label}
        </p>
      )}
      <div className="picopt-ways">
        {window.pictureOptimizer.connection.ready ? (
          <Button variant="secondary" onClick={generate} disabled={busy || price === null} isBusy={busy} accessibleWhenDisabled>
            {withPrice(generateFor(1), price)}
          </Button>
        ) : (
          <NotConnected />
        )}
        <Button
          variant="secondary"
          onClick={() => openWizard('optimize', [id], editorSide(registry, [id]))}
        >
          {__('Optimize this image', 'picture-optimizer')}
        </Button>
      </div>
      <p role="status">{said}</p>
      {alt && (
        <Button variant="secondary" size="small" onClick={use} disabled={saving} isBusy={saving} accessibleWhenDisabled>
          {__('Use this text', 'picture-optimizer')}
        </Button>
      )}
      <ProblemNotice problem={refused ?? problem} onRetry={refused ? use : retry} />
    </div>
  );
}

const decoration = () => __('This image looks decorative: its alt text can stay empty.', 'picture-optimizer');
// The library has it by now: its empty texts are filled on the way (shared/altTexts.js).
const added = (text) => `${__('Alt text in the Media Library:', 'picture-optimizer')} ${quoted(text)}`;
