// What went wrong, as a screen shows it: a sentence, whether asking again can help, the request id that support asks for,
// and what the machinery said. `passes` where nobody has to do anything but wait.
import { __ } from '@wordpress/i18n';

// api-fetch's own codes: no answer at all, or one that is not JSON, such as a proxy's error page.
const NO_ANSWER = ['fetch_error', 'offline_error', 'invalid_json'];
// The person is signed out, may not do this, or it is gone.
const FINAL = [401, 403, 404, 410];

export function problemOf(error) {
  const status = error?.data?.status ?? 0;
  if (NO_ANSWER.includes(error?.code)) {
    return { code: 'unreachable', message: unreachable(), requestId: '', detail: '', isFinal: false, passes: true };
  }
  return {
    code: error?.code ?? 'unknown',
    message: error?.message || __('Something went wrong. Nothing was changed.', 'picture-optimizer'),
    requestId: error?.data?.request_id ?? '',
    detail: error?.data?.detail ?? '',
    isFinal: FINAL.includes(status),
    passes: Boolean(error?.data?.retryable),
  };
}

const unreachable = () =>
  __(
    'Your site can’t be reached right now. Nothing is lost: jobs that were started continue without this page.',
    'picture-optimizer'
  );
