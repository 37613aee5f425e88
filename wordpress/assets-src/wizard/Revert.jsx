// Brings originals back, after a question.
import { Button, Modal } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { revert } from './api';
import { Step } from './Step';

export function Revert({ selection: { ids }, onClose }) {
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState(null);
  const [error, setError] = useState('');

  const start = async () => {
    setBusy(true);
    setError('');
    try {
      setOutcomes((await revert(ids)).items);
    } catch (problem) {
      setError(problem.message);
    }
    setBusy(false);
  };

  const failed = (outcomes ?? []).filter((item) => item.reason !== '');
  return (
    <Modal
      title={__('Revert to the originals', 'picture-optimizer')}
      overlayClassName="picopt-overlay"
      onRequestClose={() => onClose(outcomes !== null)}
    >
      <Step label={__('Revert', 'picture-optimizer')} error={error}>
        <p role="status">
          {outcomes === null
            ? sprintf(
                /* translators: %d: number of pictures */
                _n(
                  'The file, text and references of %d picture are brought back as they were.',
                  'The files, text and references of %d pictures are brought back as they were.',
                  ids.length,
                  'picture-optimizer'
                ),
                ids.length
              )
            : __('Finished. Old and new addresses both go on working.', 'picture-optimizer')}
        </p>
        {failed.length > 0 && (
          <ul>
            {failed.map((item) => (
              <li key={item.attachment_id}>{`${item.attachment_id}: ${item.reason}`}</li>
            ))}
          </ul>
        )}
        <div className="picopt-buttons">
          {outcomes === null && (
            <Button variant="primary" isDestructive onClick={start} disabled={busy} isBusy={busy} accessibleWhenDisabled>
              {__('Revert', 'picture-optimizer')}
            </Button>
          )}
          <Button variant="secondary" onClick={() => onClose(outcomes !== null)}>
            {__('Close', 'picture-optimizer')}
          </Button>
        </div>
      </Step>
    </Modal>
  );
}
