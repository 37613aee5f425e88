// Filters under names: choose one, keep the present one, forget one.
import { Button, SelectControl, TextControl } from '@wordpress/components';
import { useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { keepViews } from '../shared/api';
import { ProblemNotice } from '../shared/ProblemNotice';
import { useRequest } from '../shared/useRequest';
import { said } from './filter';

// {views, chosen, busy, problem} and what is done with them; `choose` is the name of one, '' for none.
export function useViews(first, filter, onChoose) {
  const [views, setViews] = useState(first);
  const [chosen, setChosen] = useState('');
  const { busy, problem, run } = useRequest();
  const choose = (wanted) => {
    setChosen(wanted);
    // PHP gives every field.
    onChoose(said(views.find((view) => view.name === wanted)?.filter ?? {}));
  };
  const keep = (next, name) =>
    run(async () => {
      setViews((await keepViews(next)).views);
      setChosen(name);
    });
  const others = (name) => views.filter((view) => view.name !== name);
  const add = (name) => keep([...others(name), { name, filter }], name);
  const forget = () => keep(others(chosen), '');
  return { views, chosen, busy, problem, choose, add, forget };
}

export function SavedViews({ saved: { views, chosen, busy, choose, forget } }) {
  return views.length === 0 ? null : (
    <div className="picopt-views">
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
      {chosen && (
        <Button variant="tertiary" isDestructive disabled={busy} accessibleWhenDisabled onClick={forget}>
          {/* translators: %s: name of a saved view */ sprintf(__('Delete “%s”', 'picture-optimizer'), chosen)}
        </Button>
      )}
    </div>
  );
}

// Below the filters, where somebody is who has just made one worth keeping.
export function SaveView({ saved: { busy, problem, add } }) {
  const [name, setName] = useState('');
  const save = async () => {
    if (await add(name)) {
      setName('');
    }
  };
  return (
    <div className="picopt-views">
      <TextControl
        __nextHasNoMarginBottom
        __next40pxDefaultSize
        label={__('Name of a new view', 'picture-optimizer')}
        value={name}
        onChange={setName}
      />
      <Button variant="secondary" disabled={busy || name.trim() === ''} accessibleWhenDisabled onClick={save}>
        {__('Save view', 'picture-optimizer')}
      </Button>
      <ProblemNotice problem={problem} />
    </div>
  );
}
