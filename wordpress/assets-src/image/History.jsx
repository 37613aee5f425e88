// What was done to an image, newest first; a step that somebody made by hand can be taken back.
import { Button } from '@wordpress/components';
import { __, _n, sprintf } from '@wordpress/i18n';
import { undoStep } from '../shared/api';
import { counted, date } from '../shared/format';
import { ProblemNotice } from '../shared/ProblemNotice';
import { useRequest } from '../shared/useRequest';

export function History({ id, events, onUndone }) {
  const { busy, problem, run } = useRequest();
  const undo = (step) =>
    run(async () => {
      await undoStep(id, step);
      onUndone();
    });
  return (
    <details className="picopt-more">
      <summary>{__('History', 'picture-optimizer')}</summary>
      {events.length === 0 && <p>{__('Nothing yet.', 'picture-optimizer')}</p>}
      <ol className="picopt-history">
        {events.map(({ at, what, state, reason, credits, by, undo: step }, number) => (
          <li key={number}>
            <strong>{what}</strong>: {[state, by, date(at), paid(credits)].filter(Boolean).join(' · ')}
            {reason && <small>{reason}</small>}
            {step > 0 && (
              <Button
                variant="link"
                disabled={busy}
                accessibleWhenDisabled
                onClick={() => undo(step)}
                /* translators: %s: what was done, such as "Alt text changed" */
                aria-label={sprintf(__('Undo: %s', 'picture-optimizer'), what)}
              >
                {__('Undo', 'picture-optimizer')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      <ProblemNotice problem={problem} />
    </details>
  );
}

const paid = (credits) =>
  credits > 0 &&
  /* translators: %d: number of credits */
  counted(_n('%d credit', '%d credits', credits, 'picture-optimizer'), credits);
