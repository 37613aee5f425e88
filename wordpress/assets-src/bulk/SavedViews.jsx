// Filters under names: choose one, keep the present one, forget one.
import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { keepViews } from '../shared/api';
import { ProblemNotice } from '../shared/ProblemNotice';
import { useRequest } from '../shared/useRequest';
import { said } from './filter';

export function SavedViews({ views: first, filter, onChoose }) {
  const [views, setViews] = useState(first);
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const { busy, problem, run } = useRequest();
  const choose = (wanted) => {
    setChosen(wanted);
    // PHP gives every field.
    onChoose(said(views.find((view) => view.name === wanted)?.filter ?? {}));
  };
  const keep = (next) => run(async () => setViews((await keepViews(next)).views));
  const add = async () => {
    const others = views.filter((view) => view.name !== name);
    if (await keep([...others, { name, filter }])) {
      setChosen(name);
      setName('');
    }
  };
  const forget = async () => {
    if (await keep(views.filter((view) => view.name !== chosen))) {
      setChosen('');
    }
  };
  return (
    <div className="picopt-views">
      {views.length > 0 && (
        <SelectControl
          __nextHasNoMarginBottom
          __next40pxDefaultSize
          label={__('Saved views', 'picture-optimizer')}
          value={chosen}
          options={[
            { value: '', label: __('None', 'picture-optimizer') },
            ...views.map((view) => ({ value: view.name, label: view.name })),
          ]}
          onChange={choose}
        />
      )}
      {chosen && (
        <Button variant="tertiary" isDestructive disabled={busy} onClick={forget}>
          {/* translators: %s: name of a saved view */ sprintf(__('Delete “%s”', 'picture-optimizer'), chosen)}
        </Button>
      )}
      <TextControl
        __nextHasNoMarginBottom
        __next40pxDefaultSize
        label={__('Name of a new view', 'picture-optimizer')}
        value={name}
        onChange={setName}
      />
      <Button variant="secondary" disabled={busy || name.trim() === ''} accessibleWhenDisabled onClick={add}>
        {__('Save view', 'picture-optimizer')}
      </Button>
      <ProblemNotice problem={problem} />
    </div>
  );
}
