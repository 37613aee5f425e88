// The review desk: metadata that waits for a person, doubtful images first. Nothing is written before it is approved.
import { Button, SelectControl } from '@wordpress/components';
import { useEffect, useMemo, useRef, useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';
import { acceptText, allInReview, regenerate, tick } from '../shared/api';
import { persist } from '../shared/persist';
import { problemOf } from '../shared/problem';
import { Step } from '../shared/Step';
import { usePolling } from '../shared/usePolling';
import { CsvTools } from './CsvTools';
import { faults, flat, hasErrors, sent } from './decisions';
import { DeskItem } from './DeskItem';
import { doubtsOf, filters, inOrder } from './doubts';
import { Thumbnails } from './Thumbnails';
import { useDecisions } from './useDecisions';
import { useShortcuts } from './useShortcuts';

const PAUSE_MS = 2500;
const CONFLICT = 409;

export function Review({ job, onDone, onClose }) {
  const [items, setItems] = useState(null);
  const [working, setWorking] = useState(0);
  const [current, setCurrent] = useState(0);
  const [filter, setFilter] = useState('all');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState(null);
  const [said, setSaid] = useState('');
  const gone = useRef(new Set());
  const field = useRef('');
  const decisions = useDecisions();
  const approving = useRef({ isWanted: true, wake: () => {} });
  useEffect(() => {
    const loop = approving.current;
    loop.isWanted = true;
    return () => {
      loop.isWanted = false;
      loop.wake();
    };
  }, []);

  // Goes on for as long as images are not as far yet, or their text is being written anew.
  const { problem, refresh } = usePolling(
    async () => {
      if (working > 0) {
        await tick(job);
      }
      const now = await allInReview(job);
      const left = now.items.filter((item) => !gone.current.has(nameOf(item)));
      setItems(left);
      decisions.forgetOthers(left);
      setWorking(now.working);
      if (left.length === 0) {
        onDone();
      }
      return now.working > 0;
    },
    job,
    PAUSE_MS
  );

  const ordered = useMemo(() => inOrder(items ?? [], flat), [items]);
  const doubts = new Map(ordered.map((item) => [item.id, doubtsOf(item, decisions.of(item))]));
  const shown = ordered.filter((item) => filters[filter].shows(doubts.get(item.id)));
  const chosen = shown.find((item) => item.id === current) ?? shown[0];

  const go = (steps) => {
    const place = shown.indexOf(chosen) + steps;
    setCurrent(shown[Math.min(shown.length - 1, Math.max(0, place))]?.id ?? 0);
  };
  const leave = (item) => {
    gone.current.add(nameOf(item));
    setItems((all) => all.filter((other) => other.id !== item.id));
  };
  // While the service is away the approval waits for it here, with the words as they are by then. Gives back whether it was
  // approved here: another tab may have done so before, or an earlier request whose answer was lost.
  const approveOne = async (item) => {
    const accept = async () => {
      await decisions.forget(item);
      try {
        return await acceptText(item.id, sent(decisions.of(item), item));
      } catch (error) {
        // Of a conflict nobody knows yet whether the image still waits.
        if (!isConflict(error)) {
          decisions.keep(item);
        }
        throw error;
      }
    };
    let isHere = true;
    const isDone = await persist(accept, { say: (now) => setRefused(now && patience(now)), loop: approving.current }).catch(
      async (error) => {
        if (!isConflict(error)) {
          throw error;
        }
        if (await isWaiting(job, item)) {
          decisions.keep(item);
          throw error;
        }
        isHere = false;
        return true;
      }
    );
    if (isDone) {
      leave(item);
    }
    return isDone && isHere;
  };
  const run = async (work) => {
    setBusy(true);
    setRefused(null);
    try {
      await work();
    } catch (error) {
      setRefused(refusal(problemOf(error)));
    }
    setBusy(false);
    refresh();
  };
  const approve = () =>
    chosen &&
    run(async () => {
      const next = shown[shown.indexOf(chosen) + 1] ?? shown[0];
      const isHere = await approveOne(chosen);
      setCurrent(next?.id ?? 0);
      setSaid(
        isHere
          ? counted(/* translators: %s: name of a file */ __('%s approved.', 'picture-optimizer'), chosen.file)
          : counted(/* translators: %s: name of a file */ __('%s isn’t waiting for review anymore.', 'picture-optimizer'), chosen.file)
      );
    });
  const clear = shown.filter((item) => !hasErrors(faults(item, decisions.of(item))));
  const approveShown = () =>
    run(async () => {
      let approved = 0;
      for (const item of clear) {
        approved += (await approveOne(item)) ? 1 : 0;
      }
      setSaid(
        counted(
          /* translators: %d: number of images */
          _n('%d image approved.', '%d images approved.', approved, 'picture-optimizer'),
          approved
        )
      );
    });
  const [asking, setAsking] = useState(false);
  const askAgain = (wish) =>
    run(async () => {
      await decisions.forget(chosen);
      try {
        await regenerate(chosen.id, wish);
      } catch (error) {
        decisions.keep(chosen);
        throw error;
      }
      setAsking(false);
      leave(chosen);
    });
  const retry = refused ? (busy ? () => approving.current.wake() : undefined) : refresh;
  const onKeyDown = useShortcuts({ approve, next: () => go(1), previous: () => go(-1), regenerate: () => setAsking(true) });

  return (
    <Step label={__('Review', 'picture-optimizer')} problem={refused ?? unsaved(decisions.problem) ?? problem} onRetry={retry}>
      {/* Keys of the whole desk; each has a button as well. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className="picopt-desk"
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          field.current = target.dataset.picoptField ?? '';
        }}
      >
        <div className="picopt-desk-head">
          <p role="status">
            {status(items, working)} {said}
          </p>
          <SelectControl
            label={__('Show', 'picture-optimizer')}
            labelPosition="side"
            value={filter}
            options={Object.entries(filters).map(([value, { label, shows }]) => ({
              value,
              label: `${label} (${ordered.filter((item) => shows(doubts.get(item.id))).length})`,
            }))}
            onChange={setFilter}
            __nextHasNoMarginBottom
            __next40pxDefaultSize
          />
          <CsvTools items={ordered} decisions={decisions} />
        </div>
        <div className="picopt-desk-body">
          <Thumbnails items={shown} doubts={doubts} current={chosen} onChoose={setCurrent} />
          {chosen ? (
            <DeskItem
              key={nameOf(chosen)}
              item={chosen}
              decisions={decisions.of(chosen)}
              doubts={doubts.get(chosen.id)}
              busy={busy}
              asking={asking}
              field={field.current}
              onChange={(changes) => decisions.change(chosen, changes)}
              onApprove={approve}
              onAsk={askAgain}
              onAsking={setAsking}
            />
          ) : (
            <p className="picopt-desk-item">{items === null ? '' : __('No image matches this filter.', 'picture-optimizer')}</p>
          )}
        </div>
        <Foot shown={shown} clear={clear} busy={busy} onStep={go} onApprove={approveShown} onClose={onClose} />
      </div>
    </Step>
  );
}

const isConflict = (error) => error?.data?.status === CONFLICT;

const isWaiting = async (job, { id }) => (await allInReview(job)).items.some((item) => item.id === id);

const nameOf = (item) => `${item.id} ${item.regenerated}`;

function Foot({ shown, clear, busy, onStep, onApprove, onClose }) {
  const left = shown.length - clear.length;
  return (
    <div className="picopt-footer picopt-buttons">
      {left > 0 && (
        <span>
          {counted(
            /* translators: %d: number of images */
            _n('%d image breaks a rule and has to be approved by itself.', '%d images break a rule and have to be approved one by one.', left, 'picture-optimizer'),
            left
          )}
        </span>
      )}
      <Button variant="tertiary" onClick={() => onStep(-1)} disabled={shown.length < 2} accessibleWhenDisabled>
        {__('Previous image', 'picture-optimizer')}
      </Button>
      <Button variant="tertiary" onClick={() => onStep(1)} disabled={shown.length < 2} accessibleWhenDisabled>
        {__('Next image', 'picture-optimizer')}
      </Button>
      <Button variant="tertiary" onClick={onClose}>
        {__('Finish later', 'picture-optimizer')}
      </Button>
      <Button variant="primary" onClick={onApprove} disabled={busy || clear.length === 0} isBusy={busy} accessibleWhenDisabled>
        {counted(
          /* translators: %d: number of images */
          _n('Approve %d image as shown', 'Approve %d images as shown', clear.length, 'picture-optimizer'),
          clear.length
        )}
      </Button>
    </div>
  );
}

function status(items, working) {
  if (items === null) {
    return __('Loading images…', 'picture-optimizer');
  }
  /* translators: %d: number of images */
  const waiting = counted(_n('%d image to review.', '%d images to review.', items.length, 'picture-optimizer'), items.length);
  return working === 0
    ? waiting
    : counted(
        /* translators: 1: a sentence such as "3 images to review.", 2: number of images */
        _n('%1$s %2$d more is on its way.', '%1$s %2$d more are on their way.', working, 'picture-optimizer'),
        waiting,
        working
      );
}

function patience(problem) {
  const goesOn = __('What you typed stays here, and the image is approved as soon as there is an answer.', 'picture-optimizer');
  return { ...problem, message: `${problem.message} ${goesOn}` };
}

function unsaved(problem) {
  if (!problem?.passes) {
    return problem;
  }
  const kept = __('What you typed isn’t saved yet: keep this tab open until this message is gone.', 'picture-optimizer');
  return { ...problem, message: `${problem.message} ${kept}` };
}

function refusal(problem) {
  const kept = __('The metadata waits here until you have credits; what you typed is saved.', 'picture-optimizer');
  return problem.code === 'insufficient_credits' ? { ...problem, message: `${problem.message} ${kept}` } : problem;
}
