// The review desk: metadata that waits for a person, doubtful images first. Nothing is written before it is approved.
import { Button, SelectControl } from '@wordpress/components';
import { useEffect, useMemo, useRef, useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { counted, number } from '../shared/format';
import { acceptText, acceptTexts, isInReview, regenerate } from '../shared/api';
import { persist } from '../shared/persist';
import { problemOf } from '../shared/problem';
import { Step } from '../shared/Step';
import { CsvTools } from './CsvTools';
import { faults, flat, hasErrors, sent } from './decisions';
import { DeskItem } from './DeskItem';
import { doubtsOf, filters, inOrder } from './doubts';
import { Thumbnails } from './Thumbnails';
import { useDecisions } from './useDecisions';
import { nameOf, useItems } from './useItems';
import { useShortcuts } from './useShortcuts';

const CONFLICT = 409;
// Approved by one request; see Rest/ReviewRoutes.php.
const TOGETHER = 20;

export function Review({ job, onDone, onClose }) {
  const [current, setCurrent] = useState(0);
  const [filter, setFilter] = useState('all');
  const [runs, setRuns] = useState(0);
  const busy = runs > 0;
  const [refused, setRefused] = useState(null);
  const [said, setSaid] = useState('');
  const field = useRef('');
  // Images whose approval is on its way: a second press of the keys is about nothing.
  const sending = useRef(new Set());
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

  const { items, isWhole, working, problem, refresh, leave } = useItems(job, (left) => {
    decisions.forgetOthers(left);
    if (left.length === 0) {
      onDone();
    }
  });

  const ordered = useMemo(() => inOrder(items ?? [], flat), [items]);
  const doubts = new Map(ordered.map((item) => [item.id, doubtsOf(item, decisions.of(item))]));
  // What somebody is at stays before them: words that they type can take it out of the filter, and others come meanwhile.
  const shown = ordered.filter((item) => item.id === current || filters[filter].shows(doubts.get(item.id)));
  const chosen = shown.find((item) => item.id === current) ?? shown[0];
  useEffect(() => setCurrent(chosen?.id ?? 0), [chosen?.id, current]);

  const latest = useRef(shown);
  latest.current = shown;
  // Who is at it goes on to the next one; who has gone on meanwhile stays there.
  const depart = (item) => {
    const place = latest.current.indexOf(item);
    const next = latest.current[place + 1] ?? latest.current.find((other) => other !== item);
    setCurrent((now) => (now === item.id ? next?.id ?? 0 : now));
    leave(item);
  };
  const go = (steps) => {
    const place = shown.indexOf(chosen) + steps;
    setCurrent(shown[Math.min(shown.length - 1, Math.max(0, place))]?.id ?? 0);
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
        if (await isInReview(job, item.id)) {
          decisions.keep(item);
          throw error;
        }
        isHere = false;
        return true;
      }
    );
    if (isDone) {
      depart(item);
    }
    return isDone && isHere;
  };
  // Those that were approved; of the others whoever asks for one alone learns why not.
  const approveMany = async (some) => {
    await Promise.all(some.map(decisions.forget));
    const texts = some.map((item) => ({ id: item.id, decisions: sent(decisions.of(item), item) }));
    const { accepted } = await acceptTexts(job, texts).catch(() => ({ accepted: [] }));
    some.forEach((item) => (accepted.includes(item.id) ? depart : decisions.keep)(item));
    return accepted;
  };
  const run = async (work) => {
    setRuns((now) => now + 1);
    setRefused(null);
    try {
      await work();
    } catch (error) {
      setRefused(refusal(problemOf(error)));
    }
    setRuns((now) => now - 1);
    refresh();
  };
  const approve = () =>
    chosen &&
    !sending.current.has(chosen.id) &&
    run(async () => {
      sending.current.add(chosen.id);
      const isHere = await approveOne(chosen).finally(() => sending.current.delete(chosen.id));
      setSaid(
        isHere
          ? counted(/* translators: %s: name of a file */ __('%s approved.', 'picture-optimizer'), chosen.file)
          : counted(/* translators: %s: name of a file */ __('%s isn’t waiting for review anymore.', 'picture-optimizer'), chosen.file)
      );
    });
  // Nobody approves what they have not seen the number of.
  const clear = (isWhole ? shown : []).filter((item) => !hasErrors(faults(item, decisions.of(item))));
  const approveShown = () =>
    run(async () => {
      let approved = 0;
      for (let first = 0; first < clear.length && approving.current.isWanted; first += TOGETHER) {
        const some = clear.slice(first, first + TOGETHER);
        const done = await approveMany(some);
        approved += done.length;
        for (const item of some.filter(({ id }) => !done.includes(id))) {
          approved += (await approveOne(item)) ? 1 : 0;
        }
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
      depart(chosen);
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
            {status(items, isWhole, working)} {said}
          </p>
          <SelectControl
            label={__('Show', 'picture-optimizer')}
            labelPosition="side"
            value={filter}
            options={Object.entries(filters).map(([value, { label, shows }]) => ({
              value,
              label: `${label} (${number(ordered.filter((item) => shows(doubts.get(item.id))).length)})`,
            }))}
            onChange={(value) => {
              setFilter(value);
              setCurrent(0);
            }}
            __nextHasNoMarginBottom
            __next40pxDefaultSize
          />
          <CsvTools items={isWhole ? ordered : []} decisions={decisions} />
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
        <Foot
          shown={isWhole ? shown : []}
          clear={clear}
          busy={busy}
          onStep={go}
          onApprove={approveShown}
          onClose={onClose}
        />
      </div>
    </Step>
  );
}

const isConflict = (error) => error?.data?.status === CONFLICT;

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

function status(items, isWhole, working) {
  if (!isWhole) {
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
