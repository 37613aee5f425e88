// The three pipelines as cards; a radio group underneath, so that arrow keys work.
import { __ } from '@wordpress/i18n';

const explained = {
  analyze_export: __(
    'Writes title, alt text, caption, description and tags, and makes smaller files with a fitting name.',
    'picture-optimizer'
  ),
  analyze: __('Writes title, alt text, caption, description and tags. Files stay as they are.', 'picture-optimizer'),
  export: __('Makes smaller files. Text and file names stay as they are.', 'picture-optimizer'),
};
const credits = { analyze_export: 2, analyze: 1, export: 1 };

export function Cards({ chosen, onChoose }) {
  return (
    <fieldset className="picopt-cards">
      <legend className="screen-reader-text">{__('What to do', 'picture-optimizer')}</legend>
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
          <em>
            {credits[value] === 1
              ? __('at most 1 credit a picture', 'picture-optimizer')
              : __('at most 2 credits a picture', 'picture-optimizer')}
          </em>
        </label>
      ))}
    </fieldset>
  );
}
