// What went wrong, as a screen shows it: a sentence, whether asking again can help, the request id that support asks for,
// and what the machinery said. `passes` where nobody has to do anything but wait.
import { __ } from '@wordpress/i18n';

// api-fetch's own codes: no answer at all, or one that is not JSON, such as the page of a proxy or a firewall.
const NO_ANSWER = ['fetch_error', 'offline_error'];
const ANOTHER_ANSWERED = 'invalid_json';
// The log-in has ended, or somebody has logged out in another tab: api-fetch goes on by itself once there is a new one.
const LOGGED_OUT = ['rest_cookie_invalid_nonce', 'rest_not_logged_in'];
// The person may not do this, or it is gone.
const FINAL = [401, 403, 404, 410];

export function problemOf(error) {
  const status = error?.data?.status ?? 0;
  if (NO_ANSWER.includes(error?.code)) {
    return weather('unreachable', unreachable());
  }
  if (error?.code === ANOTHER_ANSWERED) {
    return { ...weather('unreachable', anotherAnswered()), detail: whomToAsk() };
  }
  if (LOGGED_OUT.includes(error?.code)) {
    return weather('logged_out', loggedOut());
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

const weather = (code, message) => ({ code, message, requestId: '', detail: '', isFinal: false, passes: true });

const loggedOut = () =>
  __(
    'You’ve been logged out. Log in again in another tab, and this page continues. Nothing is lost: jobs that were started continue without it.',
    'picture-optimizer'
  );

const anotherAnswered = () =>
  __(
    'Something else answered in place of WordPress: an error page, or a firewall. Nothing is lost: jobs that were started continue without this page.',
    'picture-optimizer'
  );

const whomToAsk = () =>
  __('If this keeps happening, allow requests to /wp-json/picture-optimizer/ in your security plugin, or ask your host to allow them.', 'picture-optimizer');

const unreachable = () =>
  __(
    'Your site can’t be reached right now. Nothing is lost: jobs that were started continue without this page.',
    'picture-optimizer'
  );
