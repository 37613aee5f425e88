// The last step: what became of each image, and the way back.
import { Button } from '@wordpress/components';
import { useCallback, useEffect, useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { NotRestored, restoredOf } from '../revert/NotRestored';
import { resultsOf, revert } from '../shared/api';
import { change, counted } from '../shared/format';
import { problemOf } from '../shared/problem';
import { Step } from '../shared/Step';
import { useRequest } from '../shared/useRequest';
import { Failures } from './Failures';
import { Images } from './Images';

export function Result({ job, onRetry, onClose }) {
  const [results, setResults] = useState(null);
  const [said, setSaid] = useState('');
  const [outcomes, setOutcomes] = useState([]);
  const { busy, problem, run, setProblem } = useRequest();

  const load = useCallback(() => {
    setProblem(null);
    resultsOf(job).then(setResults, (error) => setProblem(problemOf(error)));
  }, [job, setProblem]);
  useEffect(load, [load]);

  const changed = (results?.items ?? []).filter((item) => item.state === 'delivered');
  const undo = () =>
    run(async () => {
      setSaid(__('Restoring the originals…', 'picture-optimizer'));
      const { items } = await revert(changed.map((item) => item.attachment_id)).catch((error) => {
        setSaid('');
        throw error;
      });
      setOutcomes(items);
      setSaid(restoredOf(items));
    });

  return (
    <Step label={__('Results', 'picture-optimizer')} problem={problem} onRetry={results ? undefined : load}>
      {results && (
        <>
          <p role="status" className="picopt-price">
            {summary(changed, results.credits_used)}
          </p>
          <Failures items={results.items} onRetry={onRetry} />
          <Images items={results.items} />
        </>
      )}
      <p role="status">{results || problem ? said : __('Loading images…', 'picture-optimizer')}</p>
      <NotRestored outcomes={outcomes} />
      <div className="picopt-buttons">
        {changed.length > 0 && (
          <Button variant="tertiary" isDestructive onClick={undo} disabled={busy || said !== ''} accessibleWhenDisabled>
            {__('Restore all originals', 'picture-optimizer')}
          </Button>
        )}
        <Button variant="primary" onClick={onClose}>
          {__('Close', 'picture-optimizer')}
        </Button>
      </div>
    </Step>
  );
}

function summary(changed, credits) {
  const before = changed.reduce((sum, item) => sum + (item.bytes_after ? item.bytes_before : 0), 0);
  const after = changed.reduce((sum, item) => sum + item.bytes_after, 0);
  return [
    counted(
      /* translators: %d: number of images */
      _n('%d image optimized', '%d images optimized', changed.length, 'picture-optimizer'),
      changed.length
    ),
    /* translators: %s: sizes before and after, of the full-size files and all smaller ones together */
    after > 0 ? counted(__('All sizes: %s', 'picture-optimizer'), change(before, after)) : '',
    /* translators: %d: number of credits */
    counted(_n('%d credit charged', '%d credits charged', credits, 'picture-optimizer'), credits),
  ]
    .filter(Boolean)
    .join(' · ');
}
