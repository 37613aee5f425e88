// What is seldom changed for a single run; the settings page has the site's own values.
import { CheckboxControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

export function MoreSettings({ settings, set, exports, analyses }) {
  const common = { __nextHasNoMarginBottom: true, __next40pxDefaultSize: true };
  const list = (name) => ({
    value: [].concat(settings[name]).join(', '),
    onChange: (text) => set(name)(text.split(',').map((entry) => entry.trimStart())),
  });
  return (
    <details className="picopt-more">
      <summary>{__('More settings', 'picture-optimizer')}</summary>
      <div className="picopt-settings">
        {analyses && (
          <>
            <TextControl
              {...common}
              label={__('Language of the text', 'picture-optimizer')}
              help={__('Like en, de or pt-BR. Empty: the picture’s or the site’s own.', 'picture-optimizer')}
              value={settings.language}
              onChange={set('language')}
            />
            <TextControl {...common} label={__('Tone', 'picture-optimizer')} value={settings.tone} onChange={set('tone')} />
            <TextControl {...common} label={__('Keywords, separated by commas', 'picture-optimizer')} {...list('keywords')} />
          </>
        )}
        {exports && (
          <TextControl
            {...common}
            label={__('Extra widths in pixels', 'picture-optimizer')}
            help={__('Beside the site’s own sizes, for example 480, 1440.', 'picture-optimizer')}
            {...list('breakpoints')}
          />
        )}
      </div>
      {exports && (
        <CheckboxControl
          label={__('Remove the place where a picture was taken', 'picture-optimizer')}
          checked={settings.drop_gps}
          onChange={set('drop_gps')}
          __nextHasNoMarginBottom
        />
      )}
      {analyses && (
        <CheckboxControl
          label={__('Replace alt texts in existing pages that equal the picture’s old one', 'picture-optimizer')}
          checked={settings.replace_old_alts}
          onChange={set('replace_old_alts')}
          __nextHasNoMarginBottom
        />
      )}
    </details>
  );
}
