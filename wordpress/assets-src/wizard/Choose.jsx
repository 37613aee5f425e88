// The first step: what is to be done, and how.
import { Button, CheckboxControl, SelectControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, _n, sprintf } from '@wordpress/i18n';
import { makePlan } from '../shared/api';
import { Cards } from './Cards';
import { MoreSettings } from './MoreSettings';
import { Preview } from './Preview';
import { Step } from '../shared/Step';

export function Choose({ selection, onPlan }) {
  const { formats, presets, settings: defaults } = window.pictureOptimizer;
  const [pipeline, setPipeline] = useState(selection.pipeline ?? 'analyze_export');
  const [settings, setSettings] = useState({ ...defaults, reprocess: false, review: false });
  const [busy, setBusy] = useState('');
  const [error, setError] = useState('');
  const set = (name) => (value) => setSettings({ ...settings, [name]: value });

  const { count, ...chosen } = selection;
  const ask = async () => {
    setError('');
    setBusy(__('Looking at the pictures and asking for the price …', 'picture-optimizer'));
    try {
      const plan = await makePlan({ ...chosen, pipeline, settings }, ({ looked_at: done, total }) => {
        /* translators: 1: pictures looked at, 2: all pictures */
        setBusy(sprintf(__('%1$d of %2$d pictures looked at …', 'picture-optimizer'), done, total));
      });
      onPlan(plan);
    } catch (problem) {
      setError(problem.message);
      setBusy('');
    }
  };

  const exports = pipeline !== 'analyze';
  const analyses = pipeline !== 'export';
  return (
    <Step label={__('Choose what to do', 'picture-optimizer')} error={error}>
      <p>
        {sprintf(
          /* translators: %d: number of pictures */
          _n('%d picture chosen.', '%d pictures chosen.', count, 'picture-optimizer'),
          count
        )}
      </p>
      <Cards chosen={pipeline} onChoose={setPipeline} />
      <div className="picopt-settings">
        {exports && (
          <>
            <SelectControl
              label={__('Format', 'picture-optimizer')}
              value={settings.format}
              options={formats}
              onChange={set('format')}
              __nextHasNoMarginBottom
              __next40pxDefaultSize
            />
            <SelectControl
              label={__('Quality', 'picture-optimizer')}
              value={settings.preset}
              options={presets}
              onChange={set('preset')}
              __nextHasNoMarginBottom
              __next40pxDefaultSize
            />
          </>
        )}
      </div>
      {exports && chosen.ids?.length > 0 && <Preview ids={chosen.ids} settings={settings} />}
      {exports && analyses && (
        <CheckboxControl
          label={__('Rename files after what they show', 'picture-optimizer')}
          checked={settings.rename}
          onChange={set('rename')}
          __nextHasNoMarginBottom
        />
      )}
      {analyses && (
        <>
          <CheckboxControl
            label={__('Let me read and edit the text before it is written', 'picture-optimizer')}
            checked={settings.review}
            onChange={set('review')}
            __nextHasNoMarginBottom
          />
          <CheckboxControl
            label={__('Fill empty alt texts of these pictures in existing content', 'picture-optimizer')}
            checked={settings.fill_empty_alts}
            onChange={set('fill_empty_alts')}
            __nextHasNoMarginBottom
          />
          <CheckboxControl
            label={__('Replace text that a person wrote', 'picture-optimizer')}
            checked={settings.overwrite_text}
            onChange={set('overwrite_text')}
            __nextHasNoMarginBottom
          />
        </>
      )}
      <CheckboxControl
        label={__('Process again what was done before (costs credits again)', 'picture-optimizer')}
        checked={settings.reprocess}
        onChange={set('reprocess')}
        __nextHasNoMarginBottom
      />
      <MoreSettings settings={settings} set={set} exports={exports} analyses={analyses} />
      <p role="status">{busy}</p>
      <div className="picopt-buttons">
        <Button variant="primary" onClick={ask} disabled={busy !== ''} isBusy={busy !== ''} accessibleWhenDisabled>
          {__('Show the price', 'picture-optimizer')}
        </Button>
      </div>
    </Step>
  );
}
