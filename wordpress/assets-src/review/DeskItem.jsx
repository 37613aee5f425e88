// One image under review: large, with all its fields, what stands there now, and the ways on.
import { Button, CheckboxControl } from '@wordpress/components';
import { useId, useLayoutEffect, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { longestAlt } from '../shared/rules/rules';
import { Badges } from './Badges';
import { faults, hasErrors, labels } from './decisions';
import { Enlarged } from './Enlarged';
import { Field } from './Field';
import { Places } from './Places';
import { Regenerate } from './Regenerate';

// `field` is the name of the field in which the keyboard was last, on the image before.
export function DeskItem({ item, decisions, doubts, busy, asking, field, onChange, onApprove, onAsk, onAsking }) {
  const [large, setLarge] = useState(false);
  const box = useRef(null);
  useGoOn(box, field);
  const found = faults(item, decisions);
  const setField = (name) => (value) => onChange({ [name]: value });
  return (
    <section ref={box} tabIndex={-1} className="picopt-desk-item" aria-label={item.file}>
      <div className="picopt-desk-picture">
        {item.large && (
          <button
            type="button"
            onClick={() => setLarge(true)}
            /* translators: %s: name of a file */
            aria-label={sprintf(__('Enlarge %s', 'picture-optimizer'), item.file)}
          >
            <img src={item.large} alt="" />
          </button>
        )}
        <span className="picopt-files">{item.file}</span>
        <Badges doubts={doubts} />
      </div>
      <div className="picopt-desk-fields">
        {item.silent && (
          <p className="picopt-warning">
            {sprintf(
              /* translators: %s: a sentence that says why */
              __('No text was suggested. %s Write it here, or approve the image without it.', 'picture-optimizer'),
              item.note
            )}
          </p>
        )}
        <CheckboxControl
          label={__('Decorative (empty alt text: screen readers skip it)', 'picture-optimizer')}
          checked={decisions.decorative}
          onChange={(decorative) => onChange({ decorative, alt: { ...decisions.alt, write: true } })}
          __nextHasNoMarginBottom
        />
        {Object.keys(labels)
          .filter((name) => name !== 'alt' || !decisions.decorative)
          .map((name) => (
            <Field
              key={name}
              name={name}
              label={labels[name]}
              rows={{ alt: 2, description: 3 }[name] ?? 1}
              value={decisions[name]}
              present={item.present[name]}
              byPerson={item.by_person.includes(name)}
              faults={found[name]}
              most={name === 'alt' ? item.max_alt_length || longestAlt : 0}
              onChange={setField(name)}
            />
          ))}
        <Field
          name="tags"
          label={__('Tags, separated by commas', 'picture-optimizer')}
          rows={1}
          value={decisions.tags}
          present=""
          faults={found.tags}
          most={null}
          onChange={setField('tags')}
        />
        {item.renames && <FileName value={decisions.file_name} faults={found.filename} onChange={setField('file_name')} />}
        <Places id={item.attachment_id} texts={decisions.places} onChange={setField('places')} />
        {item.note && !item.silent && <p className="picopt-warning">{item.note}</p>}
        <div className="picopt-buttons">
          {item.regenerable && <Regenerate item={item} busy={busy} open={asking} onOpen={onAsking} onAsk={onAsk} />}
          <Button variant="secondary" onClick={onApprove} disabled={busy} isBusy={busy} accessibleWhenDisabled>
            {approveLabel(item, hasErrors(found))}
          </Button>
        </div>
        <p className="picopt-keys">
          {__(
            'Keyboard: Ctrl or ⌘ + Enter approves, Alt + ↓ and Alt + ↑ go to the next and previous image, Alt + R regenerates.',
            'picture-optimizer'
          )}
        </p>
      </div>
      {large && <Enlarged item={item} onClose={() => setLarge(false)} />}
    </section>
  );
}

// Whoever goes from image to image by the keyboard stays in the same field. At once: the step looks after the keyboard, too.
function useGoOn(box, field) {
  useLayoutEffect(() => {
    const { activeElement, body } = box.current.ownerDocument;
    if (activeElement === body) {
      (box.current.querySelector(`[data-picopt-field="${field}"]`) ?? box.current).focus();
    }
    // Only when an image comes up.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}

function approveLabel(item, isFaulty) {
  if (isFaulty) {
    return __('Approve anyway', 'picture-optimizer');
  }
  return item.exports ? __('Approve and export', 'picture-optimizer') : __('Approve', 'picture-optimizer');
}

function FileName({ value, faults: found = [], onChange }) {
  const id = useId();
  return (
    <div className="picopt-field">
      <label htmlFor={id}>{__('File name', 'picture-optimizer')}</label>
      <input
        id={id}
        data-picopt-field="file_name"
        type="text"
        value={value}
        aria-describedby={`${id}-faults`}
        onChange={(event) => onChange(event.target.value)}
      />
      <div id={`${id}-faults`}>
        {found.map(({ id: rule, severity, message }) => (
          <p key={rule} className={`picopt-fault picopt-fault-${severity}`}>
            {message}
          </p>
        ))}
      </div>
    </div>
  );
}
