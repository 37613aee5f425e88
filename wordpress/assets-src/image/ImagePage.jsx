// One image's page: before and after, every file, text and who wrote it, embedded metadata, use, history, and the ways on.
import { Button, Modal } from '@wordpress/components';
import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import { __, _n } from '@wordpress/i18n';
import { Places } from '../review/Places';
import { factsOf } from '../shared/api';
import { change, counted } from '../shared/format';
import { problemOf } from '../shared/problem';
import { Scroll } from '../shared/Scroll';
import { Step } from '../shared/Step';
import { BeforeAfter } from './BeforeAfter';
import { History } from './History';
import { Sizes } from './Sizes';
import { Texts } from './Texts';

export function ImagePage({ id, onOpen, onClose }) {
  const [facts, setFacts] = useState(null);
  const [problem, setProblem] = useState(null);
  const changed = useRef(false); // told to whoever closes the window at once, too
  const load = useCallback(() => {
    factsOf(id).then(
      (found) => {
        setFacts(found);
        setProblem(null);
      },
      (error) => setProblem(problemOf(error))
    );
  }, [id]);
  useEffect(load, [load]);
  const onRestored = () => {
    changed.current = true;
    load();
  };
  return (
    <Modal
      title={facts?.file ?? __('Image details', 'picture-optimizer')}
      className="picopt-wizard"
      overlayClassName="picopt-overlay"
      onRequestClose={() => onClose(changed.current)}
    >
      <Step label={__('Image details', 'picture-optimizer')} problem={problem} onRetry={load}>
        {!facts && !problem && <p role="status">{__('Loading…', 'picture-optimizer')}</p>}
        {facts && (
          <>
            <Summary facts={facts} onOpen={onOpen} />
            {facts.replaced && <BeforeAfter id={id} file={facts.file} after={facts.image} />}
            <Texts id={id} texts={facts.texts} onRestored={onRestored} />
            <Sizes sizes={facts.sizes} />
            <Metadata changes={facts.metadata} notes={facts.notes} />
            <Places id={id} />
            <History id={id} events={facts.history} onUndone={onRestored} />
          </>
        )}
      </Step>
    </Modal>
  );
}

function Summary({ facts: { status, bytes_before: before, bytes_after: after, credits }, onOpen }) {
  return (
    <div className="picopt-image-summary">
      <p>
        <span className={`picopt-badge picopt-${status.name}`}>{status.label}</span>{' '}
        {after > 0 && `${change(before, after)} · `}
        {counted(
          /* translators: %d: number of credits */
          _n('%d credit charged', '%d credits charged', credits, 'picture-optimizer'),
          credits
        )}
      </p>
      <div className="picopt-buttons">
        <Button variant="secondary" onClick={() => onOpen('optimize', 'analyze')}>
          {__('Analyze', 'picture-optimizer')}
        </Button>
        <Button variant="secondary" onClick={() => onOpen('optimize', 'export')}>
          {__('Compress', 'picture-optimizer')}
        </Button>
        {status.canRevert && (
          <Button variant="secondary" isDestructive onClick={() => onOpen('revert')}>
            {__('Restore original', 'picture-optimizer')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Metadata({ changes, notes }) {
  if (changes.length === 0 && notes.length === 0) {
    return null;
  }
  return (
    <details className="picopt-more">
      <summary>{__('Embedded metadata', 'picture-optimizer')}</summary>
      <Scroll label={__('Embedded metadata', 'picture-optimizer')}>
        <table className="widefat striped picopt-stack">
          <thead>
            <tr>
              <th scope="col">{__('Field', 'picture-optimizer')}</th>
              <th scope="col">{__('Before', 'picture-optimizer')}</th>
              <th scope="col">{__('After', 'picture-optimizer')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, label, before, after }) => (
              <tr key={field}>
                <th scope="row">{label}</th>
                <td data-label={__('Before', 'picture-optimizer')}>{before ?? '–'}</td>
                <td data-label={__('After', 'picture-optimizer')}>{after ?? __('removed', 'picture-optimizer')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </details>
  );
}
