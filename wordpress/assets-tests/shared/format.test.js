import { resetLocaleData, setLocaleData } from '@wordpress/i18n';
import { afterEach, describe, expect, it } from 'vitest';
import { bytes, change, counted, date, duration, formatName, percent, quoted } from '../../assets-src/shared/format';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1023, '1,023 B'],
    [1024, '1 KB'],
    [1549, '1.5 KB'],
    [2_500_000, '2.4 MB'],
    [7_000_000_000_000, '6,519.3 GB'],
  ])('%d → %s', (count, text) => expect(bytes(count)).toBe(text));
});

describe('in other languages', () => {
  afterEach(() => resetLocaleData());

  it('writes the units that WordPress writes', () => {
    window.pictureOptimizer.units = ['o', 'Ko', 'Mo', 'Go'];
    expect(bytes(1549)).toBe('1.5 Ko');
    expect(change(1024, 256)).toBe('1 Ko → 256 o (75% smaller)');
  });

  it.each([
    ['de-DE', '1.234 · 2,4 MB'],
    ['fr-FR', '1 234 · 2,4 MB'],
    ['de-DE-formal', '1.234 · 2,4 MB'],
    ['pt-PT-ao90', '1234 · 2,4 MB'],
    ['', '1,234 · 2.4 MB'],
  ])('writes numbers as WordPress does in %s, whatever the browser speaks', (lang, text) => {
    document.documentElement.lang = lang;
    expect(`${counted('%d', 1234)} · ${bytes(2_500_000)}`.replace(/[\u00a0\u202f]/g, ' ')).toBe(text);
    document.documentElement.lang = '';
  });

  it.each([
    ['Asia/Tokyo', 'Nov 30, 2026, 12:30 AM'],
    ['America/New_York', 'Nov 29, 2026, 10:30 AM'],
    ['+05:45', 'Nov 29, 2026, 9:15 PM'],
    ['-03:30', 'Nov 29, 2026, 12:00 PM'],
    ['Mars/Olympus', date(1_795_966_200).replace(/\u202f/g, ' ')],
  ])('tells a moment by the clock of a site in %s', (timeZone, text) => {
    window.pictureOptimizer.timeZone = timeZone;
    expect(date(1_795_966_200).replace(/\u202f/g, ' ')).toBe(text);
    delete window.pictureOptimizer.timeZone;
  });

  it('quotes as the language does', () => {
    expect(quoted('Coffee')).toBe('“Coffee”');
    setLocaleData({ '“%s”': ['„%s“'] }, 'picture-optimizer');
    expect(quoted('Kaffee')).toBe('„Kaffee“');
  });

  it('keeps the order of figures in a text that runs from right to left', () => {
    setLocaleData({ 'text direction\u0004ltr': ['rtl'] });
    expect(bytes(1024)).toBe('\u20681 KB\u2069');
    expect(change(1024, 256)).toBe('\u2068\u20681 KB\u2069 → \u2068256 B\u2069 (75% smaller)\u2069');
  });
});

describe('formatName', () => {
  it.each([
    ['image/webp', 'WebP'],
    ['image/jpeg', 'JPEG'],
    ['image/avif', 'AVIF'],
  ])('%s → %s', (mime, name) => expect(formatName(mime)).toBe(name));
});

describe('percent', () => {
  it.each([
    [0, '0%'],
    [0.001, '1%'],
    [0.254, '25%'],
    [0.999, '99%'],
    [1, '100%'],
  ])('%d → %s', (share, text) => expect(percent(share)).toBe(text));
});

describe('change', () => {
  it('says how much smaller', () => expect(change(1024, 256)).toBe('1 KB → 256 B (75% smaller)'));
  it.each([
    [3072, '1 KB → 3 KB (2 KB larger)'],
    [1024, '1 KB, no smaller version found'],
  ])('never shows a negative percentage (1024 → %d)', (after, text) => expect(change(1024, after)).toBe(text));
  it('survives an unknown size', () => expect(change(0, 500)).toBe('500 B'));
});

describe('duration', () => {
  it.each([
    [3, 'a minute'],
    [60, '1 minute'],
    [89 * 60, '89 minutes'],
    [90 * 60, '2 hours'],
  ])('%d s → %s', (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe('counted', () => {
  it('writes numbers as people read them, in their places', () => {
    expect(counted('%d images selected', 10003)).toBe('10,003 images selected');
    expect(counted('%2$d of %1$d, at least %1$d', 1000, 2)).toBe('2 of 1,000, at least 1,000');
  });

  it('leaves words as they are', () => {
    expect(counted('%1$s (%2$d skipped)', '4 credits in total', 1200)).toBe('4 credits in total (1,200 skipped)');
    expect(counted('100%% of %s', '5')).toBe('100% of 5');
  });
});
