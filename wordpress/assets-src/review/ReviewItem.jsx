// One picture under review: its fields, what a person wrote before, and the ways on.
import { Button } from '@wordpress/components';
import { useEffect, useRef, useState } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import { acceptText, keepDecisions, regenerate } from '../shared/api';
import { problemOf } from '../shared/problem';
import { ProblemNotice } from '../shared/ProblemNotice';
import { Field } from './Field';
import { Regenerate } from './Regenerate';

const KEEP_MS = 800;
const labels = {
  alt: __('Alt text', 'picture-optimizer'),
  title: __('Title', 'picture-optimizer'),
  caption: __('Caption', 'picture-optimizer'),
  description: __('Description', 'picture-optimizer'),
};

export function ReviewItem({ item, register, onGone }) {
  const [decisions, setDecisions] = useState(() => flat(item.decisions));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  const [fault, setFault] = useState(item.fault_of_alt);
  const timer = useRef(0);

  const change = (name, value) => {
    const next = { ...decisions, [name]: value };
    setDecisions(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => keep(next), KEEP_MS);
  };

  const keep = async (next) => {
    try {
      setFault((await keepDecisions(item.id, sent(next))).fault_of_alt);
      setProblem(null);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };

  const run = async (work) => {
    clearTimeout(timer.current);
    setBusy(true);
    setProblem(null);
    try {
      await work();
      onGone();
      return true;
    } catch (error) {
      setProblem(refusal(problemOf(error)));
      setBusy(false);
      return false;
    }
  };
  const accept = () => run(() => acceptText(item.id, sent(decisions)));

  // "Accept all" takes what is typed here at that moment.
  useEffect(() => {
    register(accept);
    return () => register(null);
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <li className="picopt-review-item" aria-label={item.file}>
      <div className="picopt-review-picture">
        {item.thumbnail && <img src={item.thumbnail} alt="" />}
        <span className="picopt-files">{item.file}</span>
        {item.draft && (
          <span className="picopt-badge">{__('Draft: please read it carefully', 'picture-optimizer')}</span>
        )}
      </div>
      <div className="picopt-review-fields">
        {Object.keys(labels).map((name) => (
          <Field
            key={name}
            label={labels[name]}
            long={name === 'description'}
            value={decisions[name]}
            present={item.present[name]}
            byPerson={item.by_person.includes(name)}
            fault={name === 'alt' ? fault : ''}
            onChange={(value) => change(name, value)}
          />
        ))}
        <Field
          label={__('Tags, separated by commas', 'picture-optimizer')}
          value={decisions.tags}
          present=""
          onChange={(value) => change('tags', value)}
        />
        {item.renames && (
          <label className="picopt-name">
            {__('File name', 'picture-optimizer')}
            <input type="text" value={decisions.file_name} onChange={(event) => change('file_name', event.target.value)} />
          </label>
        )}
        {item.note && <p className="picopt-warning">{item.note}</p>}
        <ProblemNotice problem={problem} />
        <div className="picopt-buttons">
          <Regenerate item={item} busy={busy} onAsk={(wish) => run(() => regenerate(item.id, wish))} />
          <Button
            variant="secondary"
            onClick={accept}
            disabled={busy}
            isBusy={busy}
            accessibleWhenDisabled
            aria-label={sprintf(
              /* translators: %s: name of a file */
              __('Accept the text of %s', 'picture-optimizer'),
              item.file
            )}
          >
            {item.exports ? __('Accept and make the files', 'picture-optimizer') : __('Accept', 'picture-optimizer')}
          </Button>
        </div>
      </div>
    </li>
  );
}

function refusal(problem) {
  const kept = __('The metadata waits here until you have credits; what you typed is saved.', 'picture-optimizer');
  return problem.code === 'insufficient_credits' ? { ...problem, message: `${problem.message} ${kept}` } : problem;
}

// As the form holds it: tags as one line of text.
function flat({ fields, tags, file_name }) {
  return { ...fields, tags: { ...tags, text: tags.text.join(', ') }, file_name };
}

function sent({ tags, ...others }) {
  const words = tags.text.split(',').map((word) => word.trim()).filter((word) => word !== '');
  return { ...others, tags: { ...tags, text: words } };
}
