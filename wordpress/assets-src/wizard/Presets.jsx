// The quality presets, each with the size that these images would have; a radio group, so that arrow keys work.
import { __, sprintf } from '@wordpress/i18n';
import { bytes, percent } from '../shared/format';
import { bytesByPreset } from './estimates';

export function Presets({ settings, plan, estimates, onChoose }) {
  const sizes = bytesByPreset({
    bits: estimates?.bits_per_pixel,
    format: settings.format,
    preset: settings.preset,
    before: plan?.bytes_before ?? 0,
    estimated: plan?.bytes_estimated ?? 0,
  });
  return (
    <fieldset className="picopt-presets">
      <legend>
        {Object.keys(sizes).length > 0
          ? __('Quality and estimated size', 'picture-optimizer')
          : __('Quality', 'picture-optimizer')}
      </legend>
      {window.pictureOptimizer.presets.map(({ value, label }) => (
        <label key={value} className={value === settings.preset ? 'picopt-preset picopt-chosen' : 'picopt-preset'}>
          <input
            type="radio"
            name="picopt-preset"
            value={value}
            checked={value === settings.preset}
            onChange={() => onChoose(value)}
          />
          <strong>{label}</strong>
          <small>{sizes[value] > 0 ? saving(plan.bytes_before, sizes[value]) : ''}</small>
        </label>
      ))}
    </fieldset>
  );
}

function saving(before, after) {
  return after >= before
    ? __('Not smaller', 'picture-optimizer')
    : sprintf(
        /* translators: 1: estimated size, 2: percentage */
        __('About %1$s, %2$s smaller', 'picture-optimizer'),
        bytes(after),
        percent(1 - after / before)
      );
}
