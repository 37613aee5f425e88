// What somebody chose last is what they are offered next. What costs again or overwrites is never remembered.
const NAME = 'picopt-wizard';
const REMEMBERED = [
  'format',
  'preset',
  'rename',
  'review',
  'fill_empty_alts',
  'language',
  'tone',
  'brand',
  'keywords',
  'breakpoints',
  'drop_gps',
];

// {pipeline, settings}; empty when there is nothing, or the browser keeps nothing.
export function lastChoices() {
  try {
    const { pipeline, settings } = JSON.parse(window.localStorage.getItem(NAME)) ?? {};
    return { pipeline, settings: only(settings ?? {}) };
  } catch {
    return { settings: {} };
  }
}

export function remember(pipeline, settings) {
  try {
    window.localStorage.setItem(NAME, JSON.stringify({ pipeline, settings: only(settings) }));
  } catch {
    // Private windows and full storage: the next time begins with the site's settings.
  }
}

const only = (settings) => Object.fromEntries(Object.entries(settings).filter(([name]) => REMEMBERED.includes(name)));
