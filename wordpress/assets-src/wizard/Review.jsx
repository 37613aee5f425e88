// Texts that wait for a person: each is read, edited, accepted or kept as it was. Nothing is written before that.
import { Button } from '@wordpress/components';
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { reviewOf, tick } from './api';
import { ReviewItem } from './ReviewItem';
import { Step } from './Step';

const PAUSE_MS = 2500;

export function Review({ job, onDone, onClose }) {
  const [items, setItems] = useState(null);
  const [working, setWorking] = useState(0);
  const [error, setError] = useState('');
  const [round, setRound] = useState(0);
  const accepts = useRef(new Map());

  const load = useCallback(async () => {
    const found = [];
    let page;
    do {
      page = await reviewOf(job, found.at(-1)?.id ?? 0);
      found.push(...page.items);
    } while (page.items.length > 0);
    setItems(found);
    setWorking(page.working);
    if (found.length === 0) {
      onDone();
    }
  }, [job]);

  useEffect(() => {
    load().catch((problem) => setError(problem.message));
  }, [load, round]);

  // Pictures that are not as far yet, or whose text is being written anew.
  useEffect(() => {
    if (working === 0) {
      return undefined;
    }
    const timer = setTimeout(async () => {
      try {
        await tick(job);
        await load();
      } catch (problem) {
        setError(problem.message);
        setWorking((now) => now);
      }
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [working, items]);

  const acceptAll = async () => {
    for (const accept of [...accepts.current.values()]) {
      if (!(await accept())) {
        return;
      }
    }
  };

  const count = items?.length ?? 0;
  return (
    <Step label={__('Review of texts', 'picture-optimizer')} error={error}>
      <p role="status">
        {items === null
          ? __('Fetching the texts …', 'picture-optimizer')
          : sprintf(
              /* translators: %d: number of texts */
              _n('%d text waits for you.', '%d texts wait for you.', count, 'picture-optimizer'),
              count
            )}{' '}
        {working > 0 &&
          sprintf(
            /* translators: %d: number of pictures */
            _n('%d picture is being worked on.', '%d pictures are being worked on.', working, 'picture-optimizer'),
            working
          )}
      </p>
      <p>
        {__(
          'Nothing is written before you accept it. What you type is kept; you can close this window and come back from the Media Library.',
          'picture-optimizer'
        )}
      </p>
      <ol className="picopt-review">
        {(items ?? []).map((item) => (
          <ReviewItem
            // Another text is another form.
            key={`${item.id} ${item.regenerated}`}
            item={item}
            register={(accept) => {
              accept ? accepts.current.set(item.id, accept) : accepts.current.delete(item.id);
            }}
            onGone={() => setRound((now) => now + 1)}
          />
        ))}
      </ol>
      <div className="picopt-buttons picopt-sticky">
        <Button variant="tertiary" onClick={onClose}>
          {__('Later', 'picture-optimizer')}
        </Button>
        <Button variant="primary" onClick={acceptAll} disabled={count === 0}>
          {sprintf(
            /* translators: %d: number of texts */
            _n('Accept %d text as shown', 'Accept all %d texts as shown', Math.max(1, count), 'picture-optimizer'),
            count
          )}
        </Button>
      </div>
    </Step>
  );
}
