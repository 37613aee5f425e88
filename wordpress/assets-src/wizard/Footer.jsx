// Always in sight: what the next click does, what it costs at most, and what is left.
import { Button } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { accountOf } from '../shared/api';
import { change, counted } from '../shared/format';

// `plan` is complete and for exactly what is chosen, or null; `shown` is the latest that is known; `stopped` where
// nothing is being asked any more.
export function Footer({ plan, shown, stopped = false, busy, onStart, onClose }) {
  const missing = plan ? Math.max(0, plan.credits - plan.available) : 0;
  return (
    <div className="picopt-footer">
      <div role="status" className="picopt-price">
        {plan ? <Price plan={plan} /> : !stopped && checking(shown)}
      </div>
      {plan?.credits > 0 && <Warnings plan={plan} missing={missing} />}
      <div className="picopt-buttons">
        <Button variant="tertiary" onClick={onClose} disabled={busy} accessibleWhenDisabled>
          {plan?.process === 0 ? __('Close', 'picture-optimizer') : __('Cancel', 'picture-optimizer')}
        </Button>
        <Button
          variant="primary"
          onClick={onStart}
          disabled={!plan || plan.process === 0 || busy}
          isBusy={busy}
          accessibleWhenDisabled
        >
          {label(plan)}
        </Button>
      </div>
    </div>
  );
}

function label(plan) {
  if (plan?.process === 0) {
    return __('Nothing to optimize', 'picture-optimizer');
  }
  return plan
    ? /* translators: %d: number of images */
      counted(_n('Optimize %d image', 'Optimize %d images', plan.process, 'picture-optimizer'), plan.process)
    : __('Optimize images', 'picture-optimizer');
}

function checking(plan) {
  return plan && !plan.complete
    ? counted(
        /* translators: 1: images checked, 2: all images */
        __('Checking images: %1$d of %2$d…', 'picture-optimizer'),
        plan.looked_at,
        plan.total
      )
    : __('Checking images…', 'picture-optimizer');
}

function balance({ available, credits }) {
  return available < credits
    ? /* translators: %d: credits available */
      counted(__('You have %d.', 'picture-optimizer'), available)
    : counted(
        /* translators: 1: credits available, 2: credits afterwards */
        __('You have %1$d; at least %2$d will be left.', 'picture-optimizer'),
        available,
        available - credits
      );
}

function Price({ plan }) {
  if (plan.process === 0) {
    return __('Nothing to do: all selected images are skipped.', 'picture-optimizer');
  }
  return (
    <>
      <strong>
        {counted(
          /* translators: %d: number of credits */
          _n('Up to %d credit', 'Up to %d credits', plan.credits, 'picture-optimizer'),
          plan.credits
        )}
      </strong>
      {' · '}
      {balance(plan)}
      {plan.bytes_estimated > 0 && (
        <>
          {' · '}
          {counted(
            /* translators: %s: sizes before and after, of the full-size files alone */
            __('Estimated, full size: %s', 'picture-optimizer'),
            change(plan.bytes_before, plan.bytes_estimated)
          )}
        </>
      )}
    </>
  );
}

// What will keep some of the images waiting; the account is asked once a window.
function Warnings({ plan, missing }) {
  const [account, setAccount] = useState(null);
  useEffect(() => {
    accountOf().then(setAccount, () => {});
  }, []);
  return (
    <>
      {missing > 0 && <Shortfall plan={plan} missing={missing} buyUrl={account?.buy_url} />}
      {account && <OverBudget credits={plan.credits} account={account} />}
    </>
  );
}

function OverBudget({ credits, account: { key, usage, budget_url: url } }) {
  const budget = key?.monthly_budget ?? null;
  const left = budget === null ? credits : Math.max(0, budget - usage.credits_this_month);
  return left >= credits ? null : (
    <p className="picopt-warning">
      {counted(
        /* translators: %d: number of credits */
        _n(
          'This site’s monthly budget has %d credit left. Images are optimized until it is used up; the rest wait until next month, or until the budget is raised.',
          'This site’s monthly budget has %d credits left. Images are optimized until it is used up; the rest wait until next month, or until the budget is raised.',
          left,
          'picture-optimizer'
        ),
        left
      )}{' '}
      {url && (
        <a href={url} target="_blank" rel="noreferrer">
          {__('Change budget', 'picture-optimizer')}
        </a>
      )}
    </p>
  );
}

function Shortfall({ plan, missing, buyUrl }) {
  return (
    <p className="picopt-warning">
      {plan.available > 0
        ? counted(
            /* translators: %d: number of credits */
            _n(
              'You are %d credit short. Images are optimized until your credits run out; the rest wait and continue when you add more.',
              'You are %d credits short. Images are optimized until your credits run out; the rest wait and continue when you add more.',
              missing,
              'picture-optimizer'
            ),
            missing
          )
        : __(
            'You have no credits. You can start now: images wait, nothing is changed or charged, and they continue when you add credits.',
            'picture-optimizer'
          )}{' '}
      {buyUrl && (
        <a href={buyUrl} target="_blank" rel="noreferrer">
          {__('Buy credits', 'picture-optimizer')}
        </a>
      )}
    </p>
  );
}
