// While a job runs: its images one by one, fetched when somebody opens the list, and again at each step forward.
import { useEffect, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { resultsOf } from '../shared/api';
import { ProblemNotice } from '../shared/ProblemNotice';
import { problemOf } from '../shared/problem';
import { Images } from './Images';

export function EachImage({ progress }) {
  const [open, setOpen] = useState(false);
  const [items, setItems] = useState(null);
  const [problem, setProblem] = useState(null);
  const { job, open: left } = progress;

  useEffect(() => {
    if (!open) {
      return undefined;
    }
    let wanted = true;
    resultsOf(job).then(
      (results) => wanted && (setItems(results.items), setProblem(null)),
      (error) => wanted && setProblem(problemOf(error))
    );
    return () => {
      wanted = false;
    };
  }, [open, job, left]);

  return (
    <details className="picopt-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{__('Each image', 'picture-optimizer')}</summary>
      <ProblemNotice problem={problem} />
      {items && <Images items={items} />}
    </details>
  );
}
