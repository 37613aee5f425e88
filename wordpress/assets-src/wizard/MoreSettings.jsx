// What few people change: extra widths, location data, alt text in existing pages.
import { CheckboxControl, TextControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';

export function MoreSettings({ settings, set, exports, analyses }) {
  return (
    <details className="picopt-more">
      <summary>{__('More settings', 'picture-optimizer')}</summary>
      {exports && (
        <>
          <TextControl
            label={__('Additional srcset widths', 'picture-optimizer')}
            help={__('In pixels, in addition to the site’s own sizes. For example: 480, 1440', 'picture-optimizer')}
            value={[].concat(settings.breakpoints).join(', ')}
            onChange={(text) => set('breakpoints')(text.split(',').map((width) => width.trimStart()))}
            __nextHasNoMarginBottom
            __next40pxDefaultSize
          />
          <CheckboxControl
            label={__('Remove GPS location', 'picture-optimizer')}
            checked={settings.drop_gps}
            onChange={set('drop_gps')}
            __nextHasNoMarginBottom
          />
        </>
      )}
      {analyses && (
        <CheckboxControl
          label={__('Update alt text in existing content where it still matches the image’s old alt text', 'picture-optimizer')}
          checked={settings.replace_old_alts}
          onChange={set('replace_old_alts')}
          __nextHasNoMarginBottom
        />
      )}
    </details>
  );
}
