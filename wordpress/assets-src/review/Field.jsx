// One text field under review: written or kept, edited, and compared with what a person wrote before.
import { useId } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { differences } from './differences';

export function Field({ label, long = false, value, present, byPerson = false, fault = '', onChange }) {
  const id = useId();
  const differs = present !== '' && present !== value.text;
  return (
    <div className={value.write ? 'picopt-field' : 'picopt-field picopt-kept'}>
      <div className="picopt-field-head">
        <label htmlFor={id}>{label}</label>
        <label>
          <input
            type="checkbox"
            checked={value.write}
            onChange={(event) => onChange({ ...value, write: event.target.checked })}
          />{' '}
          {present === '' ? __('Write it', 'picture-optimizer') : __('Replace the present text', 'picture-optimizer')}
          <span className="screen-reader-text">: {label}</span>
        </label>
      </div>
      <textarea
        id={id}
        rows={long ? 3 : 1}
        value={value.text}
        aria-describedby={fault === '' ? undefined : `${id}-fault`}
        onChange={(event) => onChange({ text: event.target.value, write: true })}
      />
      {fault !== '' && (
        <p id={`${id}-fault`} className="picopt-fault">
          {fault}
        </p>
      )}
      {differs && (
        <p className="picopt-present">
          {byPerson ? __('Written by a person:', 'picture-optimizer') : __('Now:', 'picture-optimizer')}{' '}
          {value.write ? (
            <Difference before={present} after={value.text} />
          ) : (
            <>
              “{present}” <strong>{__('This stays.', 'picture-optimizer')}</strong>
            </>
          )}
        </p>
      )}
    </div>
  );
}

function Difference({ before, after }) {
  return (
    <span>
      {differences(before, after).map(({ kind, text }, number) =>
        kind === 'same' ? text : kind === 'gone' ? <del key={number}>{text}</del> : <ins key={number}>{text}</ins>
      )}
    </span>
  );
}
