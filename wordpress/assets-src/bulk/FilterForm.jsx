// Chooses images of the whole library by what they are like: how many, how heavy, what they cost at most, before anything.
import { Button, CheckboxControl, SelectControl, TextControl } from '@wordpress/components';
import { useEffect, useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { capabilitiesOf, summaryOf } from '../shared/api';
import { bytes, number } from '../shared/format';
import { persist } from '../shared/persist';
import { problemOf } from '../shared/problem';
import { ProblemNotice } from '../shared/ProblemNotice';
import { said } from './filter';
import { SavedViews, SaveView, useViews } from './SavedViews';

// As long as somebody types, nothing is asked.
const PAUSE_MS = 300;
const SELECTS = {
  folder: __('Folder', 'picture-optimizer'),
  type: __('File type', 'picture-optimizer'),
  author: __('Uploaded by', 'picture-optimizer'),
  post_type: __('Uploaded to', 'picture-optimizer'),
  status: __('Optimization status', 'picture-optimizer'),
  alt: __('Alt text', 'picture-optimizer'),
};

export function FilterForm({ choices, views, onOpen }) {
  const [filter, setFilter] = useState({});
  const set = (name) => (value) => setFilter((all) => said({ ...all, [name]: value }));
  const { found, problem, retry } = useSummary(filter);
  const saved = useViews(views, filter, setFilter);
  return (
    <div className="picopt-filter">
      <SavedViews saved={saved} />
      <div className="picopt-settings">
        {Object.entries(SELECTS).map(([name, label]) => (
          <SelectControl
            key={name}
            __nextHasNoMarginBottom
            __next40pxDefaultSize
            label={label}
            value={filter[name] ?? ''}
            options={[{ value: '', label: __('Any', 'picture-optimizer') }, ...choices[name]]}
            onChange={set(name)}
          />
        ))}
        <Field type="date" label={__('Uploaded on or after', 'picture-optimizer')} value={filter.after} onChange={set('after')} />
        <Field type="date" label={__('Uploaded on or before', 'picture-optimizer')} value={filter.before} onChange={set('before')} />
        <Field
          type="number"
          min="0"
          label={__('Larger than (KB)', 'picture-optimizer')}
          value={filter.larger_than ? filter.larger_than / 1024 : ''}
          onChange={(kilobytes) => set('larger_than')(1024 * Number(kilobytes))}
        />
      </div>
      <CheckboxControl
        __nextHasNoMarginBottom
        label={__('Uploaded more than once', 'picture-optimizer')}
        checked={filter.duplicates ?? false}
        onChange={set('duplicates')}
      />
      <CheckboxControl
        __nextHasNoMarginBottom
        label={__('Larger than the theme’s layout', 'picture-optimizer')}
        checked={filter.oversized ?? false}
        onChange={set('oversized')}
      />
      <ProblemNotice problem={problem} onRetry={retry} />
      <p role="status">{found && <Summary found={found} />}</p>
      <Button
        variant="primary"
        disabled={!found || found.count === 0}
        accessibleWhenDisabled
        onClick={() => onOpen({ filter, count: found.count })}
      >
        {found
          ? sprintf(
              /* translators: %s: number of images */
              _n('Optimize %s image…', 'Optimize %s images…', found.count, 'picture-optimizer'),
              number(found.count)
            )
          : __('Optimize…', 'picture-optimizer')}
      </Button>
      <SaveView saved={saved} />
    </div>
  );
}

function Field({ value = '', ...props }) {
  return <TextControl __nextHasNoMarginBottom __next40pxDefaultSize value={value} {...props} />;
}

function Summary({ found: { count, bytes: size, price } }) {
  return (
    <>
      {sprintf(
        /* translators: %s: number of images */
        _n('%s image', '%s images', count, 'picture-optimizer'),
        number(count)
      )}
      {size > 0 && `, ${bytes(size)}`}
      {price > 0 &&
        count > 0 &&
        `. ${sprintf(
          /* translators: %s: number of credits */
          _n('At most %s credit for Analyze & Export.', 'At most %s credits for Analyze & Export.', price * count, 'picture-optimizer'),
          number(price * count)
        )}`}
    </>
  );
}

// {found: {count, bytes, price}, problem, retry}; `found` is null until it is of this very filter: what stands on the
// button is what it opens. `price` is 0 without a service to ask.
function useSummary(filter) {
  const [counted, setCounted] = useState(null);
  const [price, setPrice] = useState(0);
  const [problem, setProblem] = useState(null);
  useEffect(() => {
    if (window.pictureOptimizer.connection.ready) {
      capabilitiesOf().then(({ prices }) => setPrice(prices.analyze_export), () => {});
    }
  }, []);
  const key = JSON.stringify(filter);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const loop = { isWanted: true };
    const ask = async () => {
      const answer = await summaryOf(JSON.parse(key));
      if (loop.isWanted) {
        setCounted({ ...answer, key });
      }
    };
    const timer = setTimeout(
      () => persist(ask, { say: setProblem, loop }).catch((error) => loop.isWanted && setProblem(problemOf(error))),
      PAUSE_MS
    );
    return () => {
      loop.isWanted = false;
      loop.wake?.();
      clearTimeout(timer);
    };
  }, [key, round]);
  const found = counted?.key === key ? { ...counted, price } : null;
  return { found, problem, retry: () => setRound((all) => all + 1) };
}
