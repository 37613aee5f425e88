// One field under review: written or kept, with the rules it breaks, its length, and what stands there now.
import { useId } from '@wordpress/element';
import { __, _x, sprintf } from '@wordpress/i18n';
import { number, quoted } from '../shared/format';
import { length } from '../shared/rules/checks';
import { differences } from './differences';

// `most` is the recommended length, 0 where there is none, null where characters are not what counts.
export function Field({ name, label, rows, value, present, byPerson = false, faults = [], most = 0, onChange }) {
  const id = useId();
  const differs = present !== '' && present !== value.text;
  return (
    <div className={value.write ? 'picopt-field' : 'picopt-field picopt-kept'}>
      <div className="picopt-field-head">
        <label htmlFor={id}>{label}</label>
        <span className="picopt-count">{most !== null && count(length(value.text), most)}</span>
        <label>
          <input
            type="checkbox"
            checked={value.write}
            onChange={(event) => onChange({ ...value, write: event.target.checked })}
          />{' '}
          {present === '' ? __('Use this', 'picture-optimizer') : __('Replace existing text', 'picture-optimizer')}
          <span className="screen-reader-text">: {label}</span>
        </label>
      </div>
      <textarea
        id={id}
        data-picopt-field={name}
        rows={rows}
        value={value.text}
        aria-describedby={`${id}-faults`}
        onChange={(event) => onChange({ text: event.target.value, write: true })}
      />
      <div id={`${id}-faults`}>
        {faults.map(({ id: rule, severity, message }) => (
          <p key={rule} className={`picopt-fault picopt-fault-${severity}`}>
            {message}
          </p>
        ))}
      </div>
      {differs && (
        <p className="picopt-present">
          {byPerson ? __('Written by someone on your team:', 'picture-optimizer') : __('Existing text:', 'picture-optimizer')}{' '}
          {value.write ? (
            <Difference before={present} after={value.text} />
          ) : (
            <>
              {quoted(present)} <strong>{__('This stays.', 'picture-optimizer')}</strong>
            </>
          )}
        </p>
      )}
    </div>
  );
}

function count(characters, most) {
  return most === 0
    ? number(characters)
    : /* translators: 1: number of characters, 2: recommended maximum */
      sprintf(_x('%1$d of %2$d', 'characters', 'picture-optimizer'), characters, most);
}

export function Difference({ before, after }) {
  return (
    <span>
      {differences(before, after).map(({ kind, text }, place) => {
        if (kind === 'same') {
          return text;
        }
        return kind === 'gone' ? <del key={place}>{text}</del> : <ins key={place}>{text}</ins>;
      })}
    </span>
  );
}
