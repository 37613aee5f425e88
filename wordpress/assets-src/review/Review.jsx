// Metadata that waits for a person: each is read, edited, approved or kept as it was. Nothing is written before that.
import { Button } from '@wordpress/components';
import { useRef, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { allInReview, tick } from '../shared/api';
import { Step } from '../shared/Step';
import { usePolling } from '../shared/usePolling';
import { ReviewItem } from './ReviewItem';

const PAUSE_MS = 2500;

export function Review({ job, onDone, onClose }) {
  const [items, setItems] = useState(null);
  const [working, setWorking] = useState(0);
  const accepts = useRef(new Map());

  // Goes on for as long as images are not as far yet, or their text is being written anew.
  const { problem, refresh } = usePolling(
    async () => {
      if (working > 0) {
        await tick(job);
      }
      const now = await allInReview(job);
      setItems(now.items);
      setWorking(now.working);
      if (now.items.length === 0) {
        onDone();
      }
      return now.working > 0;
    },
    job,
    PAUSE_MS
  );

  const acceptAll = async () => {
    for (const accept of [...accepts.current.values()]) {
      if (!(await accept())) {
        return;
      }
    }
  };

  const count = items?.length ?? 0;
  return (
    <Step label={__('Review', 'picture-optimizer')} problem={problem} onRetry={refresh}>
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
            onGone={refresh}
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
