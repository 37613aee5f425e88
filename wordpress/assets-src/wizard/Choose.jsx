// The first step: what is to be done and how, with the price of exactly that beside the button that spends it.
import { CheckboxControl, SelectControl } from '@wordpress/components';
import { useEffect, useMemo, useRef, useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { capabilitiesOf } from '../shared/api';
import { begin } from '../shared/begin';
import { persist } from '../shared/persist';
import { problemOf } from '../shared/problem';
import { Step } from '../shared/Step';
import { useRequest } from '../shared/useRequest';
import { Cards } from './Cards';
import { lastChoices, remember } from './choices';
import { Footer } from './Footer';
import { LeftOut } from './LeftOut';
import { MoreSettings } from './MoreSettings';
import { Presets } from './Presets';
import { Samples } from './Samples';
import { TextSettings } from './TextSettings';
import { Usage } from './Usage';
import { usePlans } from './usePlans';

export function Choose({ selection, onClose, onStarted }) {
  const { formats, pipelines, settings: defaults } = window.pictureOptimizer;
  const names = useMemo(() => pipelines.map(({ value }) => value), [pipelines]);
  const last = useMemo(lastChoices, []);
  const [pipeline, setPipeline] = useState(selection.pipeline ?? known(last.pipeline, names) ?? names[0]);
  const [settings, setSettings] = useState({ ...defaults, review: false, ...last.settings, reprocess: false });
  const set = (name) => (value) => setSettings((all) => ({ ...all, [name]: value }));
  const [capabilities, capabilitiesProblem, askAgain] = useCapabilities();
  const { plans, plan, problem, refresh, retry: planOn } = usePlans({ selection, pipeline, pipelines: names, settings });
  const { busy, problem: refused, run, setProblem } = useRequest();
  const hasPassed = refused?.passes && plan !== null;
  useEffect(() => {
    hasPassed && !busy && setProblem(null); // There is a new price: whoever was logged out is back.
  }, [hasPassed, busy, setProblem]);

  const starting = useLoop();
  const start = () =>
    run(async () => {
      await begin(plan, { say: setProblem, loop: starting.current }).catch((error) => {
        refresh();
        throw error;
      });
      if (starting.current.isWanted) {
        remember(pipeline, settings);
        onStarted(plan);
      }
    });

  const exports = pipeline !== 'analyze';
  const analyses = pipeline !== 'export';
  const shown = plans[pipeline];
  const wrong = refused ?? problem ?? capabilitiesProblem;
  const retry = () => {
    if (busy) {
      starting.current.wake?.(); // A new price is asked for when it is known whether the old one was taken.
      return;
    }
    (refused ? refresh : planOn)();
    askAgain();
  };
  return (
    <Step label={__('Choose what to do', 'picture-optimizer')} problem={wrong} onRetry={retry}>
      <Cards chosen={pipeline} onChoose={setPipeline} plans={plans} prices={capabilities?.prices} count={selection.count} />
      {exports && (
        <>
          <div className="picopt-settings">
            <SelectControl
              label={__('Format', 'picture-optimizer')}
              value={settings.format}
              options={formats}
              onChange={set('format')}
              __nextHasNoMarginBottom
              __next40pxDefaultSize
            />
          </div>
          <Presets settings={settings} plan={shown} estimates={capabilities?.estimates} onChoose={set('preset')} />
          <Samples samples={shown?.samples ?? []} settings={settings} />
        </>
      )}
      {analyses && <TextSettings settings={settings} set={set} analysis={capabilities?.analysis} />}
      {exports && analyses && (
        <Choice label={__('Rename files to match what they show', 'picture-optimizer')} of={[settings, set, 'rename']} />
      )}
      {analyses && (
        <>
          <Choice label={__('Review metadata before it is published', 'picture-optimizer')} of={[settings, set, 'review']} />
          <Choice
            label={__('Fill in missing alt text for these images in existing content', 'picture-optimizer')}
            of={[settings, set, 'fill_empty_alts']}
          />
          <Choice
            label={__('Replace text written by someone on your team', 'picture-optimizer')}
            of={[settings, set, 'overwrite_text']}
          />
        </>
      )}
      <MoreSettings settings={settings} set={set} exports={exports} analyses={analyses} />
      {shown?.complete && shown.process > 0 && <Usage plan={shown} analyses={analyses} />}
      {shown && <LeftOut items={[...shown.skipped, ...shown.failed]} count={shown.left_out} />}
      <Choice
        label={__('Optimize images again that are already done (charged again)', 'picture-optimizer')}
        of={[settings, set, 'reprocess']}
      />
      <Footer plan={plan} shown={shown} stopped={wrong !== null} busy={busy} onStart={start} onClose={onClose} />
    </Step>
  );
}

const known = (value, values) => (values.includes(value) ? value : undefined);

function Choice({ label, of: [settings, set, name] }) {
  return <CheckboxControl label={label} checked={settings[name]} onChange={set(name)} __nextHasNoMarginBottom />;
}

// Something that is asked again and again, for as long as this step is there; see persist().
function useLoop() {
  const loop = useRef({ isWanted: true });
  useEffect(() => {
    const { current } = loop;
    current.isWanted = true;
    return () => {
      current.isWanted = false;
      current.wake?.();
    };
  }, []);
  return loop;
}

// What the service can do; null until it has said so.
function useCapabilities() {
  const [found, setFound] = useState(null);
  const [problem, setProblem] = useState(null);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const loop = { isWanted: true };
    const ask = async () => setFound(await capabilitiesOf());
    persist(ask, { say: setProblem, loop }).catch((error) => setProblem(problemOf(error)));
    return () => {
      loop.isWanted = false;
      loop.wake?.();
    };
  }, [round]);
  return [found, problem, () => setRound((number) => number + 1)];
}
