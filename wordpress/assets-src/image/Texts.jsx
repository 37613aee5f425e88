// Each text of an image, who wrote it and when, and what it was before, with the way back.
import { Button } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { restoreText } from '../shared/api';
import { date } from '../shared/format';
import { ProblemNotice } from '../shared/ProblemNotice';
import { useRequest } from '../shared/useRequest';

export function Texts({ id, texts, onRestored }) {
  const { busy, problem, run } = useRequest();
  return (
    <section aria-label={__('Text', 'picture-optimizer')}>
      <dl className="picopt-texts">
        {texts.map(({ field, label, text, by, at, before }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>
              {text === '' ? <em>{__('empty', 'picture-optimizer')}</em> : text}
              {by && <small>{[by, at > 0 && date(at)].filter(Boolean).join(' · ')}</small>}
              {before !== null && (
                <small>
                  {before === ''
                    ? __('Empty before.', 'picture-optimizer')
                    : /* translators: %s: a text */ sprintf(__('Before: “%s”', 'picture-optimizer'), before)}{' '}
                  <Button
                    variant="link"
                    disabled={busy}
                    accessibleWhenDisabled
                    onClick={() =>
                      run(async () => {
                        await restoreText(id, field);
                        onRestored();
                      })
                    }
                    /* translators: %s: name of a text field */
                    aria-label={sprintf(__('Restore previous: %s', 'picture-optimizer'), label)}
                  >
                    {__('Restore previous', 'picture-optimizer')}
                  </Button>
                </small>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <ProblemNotice problem={problem} />
    </section>
  );
}
