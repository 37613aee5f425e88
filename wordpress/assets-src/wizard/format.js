// Numbers as people read them.
import { __, _n, sprintf } from '@wordpress/i18n';

export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) {
    count /= 1000;
    unit += 1;
  }
  return `${count.toLocaleString(undefined, { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit]}`;
}

export function saved(before, after) {
  return before > 0 ? `${Math.round(100 * (1 - after / before))} %` : '–';
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
