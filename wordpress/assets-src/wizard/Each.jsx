// While a job runs: its pictures one by one, fetched when somebody opens the list, and again at each step forward.
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { resultsOf } from './api';
import { Pictures } from './Pictures';

export function Each({ progress }) {
  const [open, setOpen] = useState(false);
  const [items, setItems] = useState(null);
  const [error, setError] = useState('');
  const { job, open: left } = progress;

  useEffect(() => {
    if (open) {
      resultsOf(job).then(
        (results) => setItems(results.items),
        (problem) => setError(problem.message)
      );
    }
  }, [open, job, left]);

  return (
    <details className="picopt-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{__('Each picture', 'picture-optimizer')}</summary>
      <div role="alert">{error}</div>
      {items && <Pictures items={items} />}
    </details>
  );
}
