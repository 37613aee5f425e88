// Restores originals, after a question.
import { Button, Modal } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';
import { revert } from '../shared/api';
import { NotRestored, restored, restoredOf } from './NotRestored';
import { Step } from '../shared/Step';
import { useRequest } from '../shared/useRequest';

export function Revert({ selection: { ids }, onClose }) {
  const [outcomes, setOutcomes] = useState(null);
  const [done, setDone] = useState(0);
  const { busy, problem, run } = useRequest();
  const start = () => run(async () => setOutcomes((await revert(ids, (items) => setDone(items.length))).items));

  const close = () => onClose(busy || outcomes !== null || done > 0);
  return (
    <Modal
      title={__('Restore originals', 'picture-optimizer')}
      overlayClassName="picopt-overlay"
      onRequestClose={close}
    >
      <Step label={__('Restore originals', 'picture-optimizer')} problem={problem}>
        <p role="status">{outcomes ? said(outcomes) : done > 0 ? restored(done, ids.length) : question(ids.length)}</p>
        {outcomes && <NotRestored outcomes={outcomes} />}
        <div className="picopt-buttons">
          {outcomes === null && (
            <Button variant="primary" isDestructive onClick={start} disabled={busy} isBusy={busy} accessibleWhenDisabled>
              {counted(
                /* translators: %d: number of images */
                _n('Restore %d original', 'Restore %d originals', ids.length, 'picture-optimizer'),
                ids.length
              )}
            </Button>
          )}
          <Button variant="secondary" onClick={close}>
            {__('Close', 'picture-optimizer')}
          </Button>
        </div>
      </Step>
    </Modal>
  );
}

const question = (number) =>
  counted(
    /* translators: %d: number of images */
    _n(
      'The file, metadata, and references of %d image will be as they were before.',
      'The files, metadata, and references of %d images will be as they were before.',
      number,
      'picture-optimizer'
    ),
    number
  );

function said(outcomes) {
  return outcomes.some((item) => item.state === 'failed')
    ? restoredOf(outcomes)
    : __('Done. Old and new URLs both keep working.', 'picture-optimizer');
}
