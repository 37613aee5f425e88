// Numbers as people read them, in their locale.
import { __, _n, isRTL, sprintf } from '@wordpress/i18n';

// As size_format() of WordPress writes them, so that a size is the same in every screen; Wizard/ScreenData.php tells them.
const UNITS = ['B', 'KB', 'MB', 'GB'];
const units = () => window.pictureOptimizer?.units ?? UNITS;

// Figures keep their order in a sentence that runs from right to left: FIRST STRONG ISOLATE … POP DIRECTIONAL ISOLATE.
const isolated = (text) => (isRTL() ? `\u2068${text}\u2069` : text);

// 'image/webp' → 'WebP', as Settings/Labels.php writes it.
export const formatName = (mime) => mime.replace('image/', '').toUpperCase().replace('WEBP', 'WebP');

// The page says in which language WordPress speaks, which need not be the browser's: in German "1.234" is not one and a bit.
const locale = () => languageOf(document.documentElement.lang);

// Some of WordPress' names of languages are none (pt_PT_ao90); the browser knows what they begin with.
function languageOf(name) {
  try {
    return name === '' ? undefined : Intl.getCanonicalLocales(name)[0];
  } catch {
    return languageOf(name.split('-').slice(0, -1).join('-'));
  }
}

export const number = (count) => count.toLocaleString(locale());

// sprintf() that writes numbers as people read them: 10,003 and not 10003.
export const counted = (text, ...values) =>
  sprintf(
    text.replace(/%(\d+\$)?d/g, '%$1s'),
    ...values.map((value) => (typeof value === 'number' ? number(value) : value))
  );

export function bytes(count) {
  let unit = 0;
  let size = count;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return isolated(`${size.toLocaleString(locale(), { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units()[unit]}`);
}

// A share from 0 to 1 as whole percent; what is more than nothing and less than all is never shown as either.
export function percent(share) {
  const whole = Math.round(100 * share);
  const honest = share > 0 && share < 1 ? Math.min(99, Math.max(1, whole)) : whole;
  return (honest / 100).toLocaleString(locale(), { style: 'percent' });
}

// Sizes before and after; what did not get smaller is said in words, never as a negative percentage. See Store/Savings.php.
export const change = (before, after) => isolated(changeOf(before, after));

function changeOf(before, after) {
  if (before <= 0) {
    return bytes(after);
  }
  if (after === before) {
    /* translators: %s: size of a file */
    return sprintf(__('%s, no smaller version found', 'picture-optimizer'), bytes(before));
  }
  if (after > before) {
    /* translators: 1: size before, 2: size after, 3: difference */
    return sprintf(__('%1$s → %2$s (%3$s larger)', 'picture-optimizer'), bytes(before), bytes(after), bytes(after - before));
  }
  return sprintf(
    /* translators: 1: size before, 2: size after, 3: percentage */
    __('%1$s → %2$s (%3$s smaller)', 'picture-optimizer'),
    bytes(before),
    bytes(after),
    percent(1 - after / before)
  );
}

// Words of somebody's, in the quotation marks of the language that is spoken around them.
export const quoted = (text) =>
  /* translators: %s: a text that is quoted; use your language's quotation marks */
  sprintf(__('“%s”', 'picture-optimizer'), text);

// A moment, from Unix seconds, by the site's clock, as WordPress tells it everywhere else; a browser that does not know the
// time zone tells it by its own.
export function date(seconds) {
  const { timeZone = '' } = window.pictureOptimizer ?? {};
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(timeZone) ?? [];
  if (!sign) {
    return at(seconds, timeZone || undefined) ?? at(seconds);
  }
  const ahead = 3600 * hours + 60 * minutes;
  return at(seconds + (sign === '+' ? ahead : -ahead), 'UTC');
}

function at(seconds, timeZone) {
  try {
    return new Date(1000 * seconds).toLocaleString(locale(), { dateStyle: 'medium', timeStyle: 'short', timeZone });
  } catch {
    return null;
  }
}

// A duration as people say it; never more exact than it is known.
export function duration(seconds) {
  if (seconds < 60) {
    return __('a minute', 'picture-optimizer');
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) {
    /* translators: %d: number of minutes */
    return sprintf(_n('%d minute', '%d minutes', minutes, 'picture-optimizer'), minutes);
  }
  const hours = Math.round(minutes / 60);
  /* translators: %d: number of hours */
  return sprintf(_n('%d hour', '%d hours', hours, 'picture-optimizer'), hours);
}
