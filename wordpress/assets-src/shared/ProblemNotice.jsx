// An error as a person reads it: what happened, a way to try again, and for support the request id to copy and, behind a
// click, what the machinery said.
import { Button, Notice } from '@wordpress/components';
import { useCopyToClipboard } from '@wordpress/compose';
import { useState } from '@wordpress/element';
import { __ } from '@wordpress/i18n';

// What somebody who may open the settings mends there; see Reporting/Advice.php.
const OF_THE_CONNECTION = ['invalid_key', 'key_inactive', 'not_connected'];

// `problem` as problemOf() gives it; null shows nothing. The alert is there before it speaks, so that it is heard.
export function ProblemNotice({ problem, onRetry }) {
  return (
    <div role="alert">
      {problem && (
        <Notice status="error" isDismissible={false} politeness="assertive" spokenMessage={null}>
          {problem.message}
          {OF_THE_CONNECTION.includes(problem.code) && <SettingsLink />}
          {onRetry && !problem.isFinal && (
            <>
              {' '}
              <Button variant="link" onClick={onRetry}>
                {__('Retry now', 'picture-optimizer')}
              </Button>
            </>
          )}
          {problem.requestId && <RequestId id={problem.requestId} />}
          {problem.detail && <Details text={problem.detail} />}
        </Notice>
      )}
    </div>
  );
}

// Empty for those who may not open them.
function SettingsLink() {
  const { settingsUrl } = window.pictureOptimizer;
  return settingsUrl ? (
    <>
      {' '}
      <a href={settingsUrl}>{__('Settings', 'picture-optimizer')}</a>
    </>
  ) : null;
}

function Details({ text }) {
  return (
    <details className="picopt-technical">
      <summary>{__('Technical details', 'picture-optimizer')}</summary>
      <code>{text}</code>
    </details>
  );
}

function RequestId({ id }) {
  const [copied, setCopied] = useState(false);
  const ref = useCopyToClipboard(id, () => setCopied(true));
  return (
    <small className="picopt-request-id">
      {__('Request ID:', 'picture-optimizer')} <code>{id}</code>{' '}
      <Button variant="link" size="small" ref={ref} aria-label={__('Copy the request ID', 'picture-optimizer')}>
        {copied ? __('Copied', 'picture-optimizer') : __('Copy', 'picture-optimizer')}
      </Button>
    </small>
  );
}
