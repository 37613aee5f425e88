// The second step: the exact price from the service's quote, what is left out and why. Nothing is spent before "Start".
import { Button } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { accountOf, confirmPlan } from '../shared/api';
import { change } from '../shared/format';
import { LeftOut } from './LeftOut';
import { Step } from '../shared/Step';
import { Usage } from './Usage';

export function Confirm({ plan, onBack, onClose, onStarted }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState('');
  const [buyUrl, setBuyUrl] = useState('');
  const missing = Math.max(0, plan.credits - plan.available);

  useEffect(() => {
    if (missing > 0) {
      accountOf().then((account) => setBuyUrl(account.buy_url), () => {});
    }
  }, [missing]);

  const start = async () => {
    setBusy(true);
    setError('');
    try {
      await confirmPlan(plan);
      onStarted();
    } catch (problem) {
      setError(problem.message);
      setBusy(false);
    }
  };

  return (
    <Step label={__('What it costs', 'picture-optimizer')} error={error}>
      <p className="picopt-price">
        {sprintf(
          /* translators: %d: number of pictures */
          _n('%d picture', '%d pictures', plan.process, 'picture-optimizer'),
          plan.process
        )}
        {' · '}
        <strong>
          {sprintf(
            /* translators: %d: number of credits */
            _n('at most %d credit', 'at most %d credits', plan.credits, 'picture-optimizer'),
            plan.credits
          )}
        </strong>
      </p>
      <p>
        {sprintf(
          /* translators: 1: credits available, 2: credits afterwards */
          __('You have %1$d credits; %2$d will be left at least.', 'picture-optimizer'),
          plan.available,
          Math.max(0, plan.available - plan.credits)
        )}
      </p>
      {missing > 0 && (
        <p className="picopt-warning">
          {sprintf(
            /* translators: %d: number of credits */
            __('%d credits are missing. The first pictures are processed, the others wait for a top-up.', 'picture-optimizer'),
            missing
          )}{' '}
          {buyUrl && (
            <a href={buyUrl} target="_blank" rel="noreferrer">
              {__('Buy credits', 'picture-optimizer')}
            </a>
          )}
        </p>
      )}
      {plan.bytes_estimated > 0 && (
        <p>
          {sprintf(
            /* translators: %s: sizes before and after */
            __('Originals, estimated: %s', 'picture-optimizer'),
            change(plan.bytes_before, plan.bytes_estimated)
          )}
        </p>
      )}
      <Usage plan={plan} />
      <LeftOut items={[...plan.skipped, ...plan.failed]} count={plan.left_out} />
      {plan.review && (
        <p>{__('You read and edit every text before it is written. The credit for files is only taken then.', 'picture-optimizer')}</p>
      )}
      <p>{__('Every change is kept in a journal and can be reverted with one click.', 'picture-optimizer')}</p>
      <div className="picopt-buttons">
        <Button variant="tertiary" onClick={onBack} disabled={busy}>
          {__('Back', 'picture-optimizer')}
        </Button>
        {plan.process > 0 ? (
          <Button variant="primary" onClick={start} disabled={busy} isBusy={busy} accessibleWhenDisabled>
            {__('Start', 'picture-optimizer')}
          </Button>
        ) : (
          <Button variant="primary" onClick={onClose}>
            {__('Nothing to do: close', 'picture-optimizer')}
          </Button>
        )}
      </div>
    </Step>
  );
}
