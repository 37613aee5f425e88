// Language, tone and brand, as far as the service's model can follow them.
import { SelectControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

const common = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true };

// `analysis` is what the service says of its model; unknown until it has answered.
export function TextSettings({ settings, set, analysis }) {
  return (
    <>
      <div className="picopt-settings">
        <Language value={settings.language} onChange={set('language')} languages={analysis?.languages ?? []} />
        {analysis && !analysis.draft && <Tone value={settings.tone} onChange={set('tone')} />}
        <TextControl
          {...common}
          label={__('Brand', 'picture-optimizer')}
          help={__('Added to titles.', 'picture-optimizer')}
          value={settings.brand}
          onChange={set('brand')}
        />
        <TextControl
          {...common}
          label={__('Keywords', 'picture-optimizer')}
          help={__('Used where they fit the image. Separate with commas.', 'picture-optimizer')}
          value={[].concat(settings.keywords).join(', ')}
          onChange={(text) => set('keywords')(text.split(',').map((word) => word.trimStart()))}
        />
      </div>
      {analysis?.draft && (
        <p>
          {__(
            'The service’s built-in model writes drafts. They wait for your review and appear in no page, file, or file name until you approve them; optimized files don’t wait. For metadata that needs less editing, whoever runs the service can connect it to an AI model.',
            'picture-optimizer'
          )}
        </p>
      )}
    </>
  );
}

// A model that names no languages can write any. What was chosen before stays on offer.
function Language({ value, onChange, languages }) {
  const all = window.pictureOptimizer.languages;
  const [own, ...others] = all;
  const named = languages.map((tag) => all.find((one) => one.value === tag) ?? { value: tag, label: languageName(tag) });
  return (
    <SelectControl
      {...common}
      label={__('Language', 'picture-optimizer')}
      value={value}
      options={withChosen([own, ...(languages.length === 0 ? others : named)], value)}
      onChange={onChange}
    />
  );
}

// A tone in somebody's own words, from the site's settings, stays on offer, too.
function Tone({ value, onChange }) {
  return (
    <SelectControl
      {...common}
      label={__('Tone', 'picture-optimizer')}
      value={value}
      options={withChosen(window.pictureOptimizer.tones, value)}
      onChange={onChange}
    />
  );
}

const withChosen = (options, value) =>
  options.some((option) => option.value === value) ? options : [...options, { value, label: value }];

// In the reader's own language.
function languageName(tag) {
  try {
    return new Intl.DisplayNames([document.documentElement.lang || 'en'], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
