// The last step: what became of each picture, and the way back.
import { Button } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { resultsOf, revert } from './api';
import { bytes, saved } from './format';
import { Pictures } from './Pictures';
import { Step } from './Step';

export function Result({ job, onClose }) {
  const [results, setResults] = useState(null);
  const [error, setError] = useState('');
  const [said, setSaid] = useState('');

  useEffect(() => {
    resultsOf(job).then(setResults, (problem) => setError(problem.message));
  }, [job]);

  const changed = (results?.items ?? []).filter((item) => item.state === 'delivered');
  const before = changed.reduce((sum, item) => sum + (item.bytes_after ? item.bytes_before : 0), 0);
  const after = changed.reduce((sum, item) => sum + item.bytes_after, 0);

  const undo = async () => {
    setSaid(__('Bringing the originals back …', 'picture-optimizer'));
    try {
      const { items } = await revert(changed.map((item) => item.attachment_id));
      const back = items.filter((item) => item.state !== 'failed').length;
      /* translators: 1: pictures reverted, 2: all pictures */
      setSaid(sprintf(__('%1$d of %2$d pictures are as they were before.', 'picture-optimizer'), back, items.length));
    } catch (problem) {
      setSaid('');
      setError(problem.message);
    }
  };

  return (
    <Step label={__('Result', 'picture-optimizer')} error={error}>
      {results && (
        <>
          <p role="status" className="picopt-price">
            {sprintf(
              /* translators: %d: number of pictures */
              _n('%d picture processed', '%d pictures processed', changed.length, 'picture-optimizer'),
              changed.length
            )}
            {after > 0 && ` · ${bytes(before)} → ${bytes(after)} (−${saved(before, after)})`}
            {' · '}
            {sprintf(
              /* translators: %d: number of credits */
              _n('%d credit used', '%d credits used', results.credits_used, 'picture-optimizer'),
              results.credits_used
            )}
          </p>
          <Pictures items={results.items} />
        </>
      )}
      <p role="status">{said}</p>
      <div className="picopt-buttons">
        {changed.length > 0 && (
          <Button variant="tertiary" isDestructive onClick={undo} disabled={said !== ''}>
            {__('Revert all of these', 'picture-optimizer')}
          </Button>
        )}
        <Button variant="primary" onClick={onClose}>
          {__('Close', 'picture-optimizer')}
        </Button>
      </div>
    </Step>
  );
}
