// The three pipelines as cards with what each costs for these images; a radio group underneath, so that arrow keys work.
import { __, _n } from '@wordpress/i18n';
import { counted } from '../shared/format';

const explained = {
  analyze_export: __(
    'Writes title, alt text, caption, description, and tags, and makes smaller files with descriptive names.',
    'picture-optimizer'
  ),
  analyze: __('Writes title, alt text, caption, description, and tags. Files don’t change.', 'picture-optimizer'),
  export: __('Makes smaller files. Metadata and file names don’t change.', 'picture-optimizer'),
};

export function Cards({ chosen, onChoose, plans, prices, count }) {
  return (
    <fieldset className="picopt-cards">
      <legend>
        {counted(
          /* translators: %d: number of images */
          _n('%d image selected', '%d images selected', count, 'picture-optimizer'),
          count
        )}
      </legend>
      {window.pictureOptimizer.pipelines.map(({ value, label }) => (
        <label key={value} className={value === chosen ? 'picopt-card picopt-chosen' : 'picopt-card'}>
          <input
            type="radio"
            name="picopt-pipeline"
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          <strong>{label}</strong>
          <span>{explained[value]}</span>
          <em>{plans[value]?.complete ? total(plans[value]) : each(prices?.[value])}</em>
        </label>
      ))}
    </fieldset>
  );
}

function each(price) {
  return price === undefined
    ? ''
    : /* translators: %d: number of credits */
      counted(_n('Up to %d credit per image', 'Up to %d credits per image', price, 'picture-optimizer'), price);
}

function total({ process, credits, left_out: skipped }) {
  if (process === 0) {
    return __('Nothing to do: all skipped', 'picture-optimizer');
  }
  /* translators: %d: number of credits */
  const sum = counted(_n('%d credit in total', '%d credits in total', credits, 'picture-optimizer'), credits);
  if (skipped === 0) {
    return sum;
  }
  /* translators: 1: price such as "6 credits in total", 2: number of images */
  return counted(_n('%1$s (%2$d skipped)', '%1$s (%2$d skipped)', skipped, 'picture-optimizer'), sum, skipped);
}
