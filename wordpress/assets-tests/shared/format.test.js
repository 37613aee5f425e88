import { describe, expect, it } from 'vitest';
import { bytes, change, duration, percent } from '../../assets-src/shared/format';

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1549, '1.5 kB'],
    [2_500_000, '2.5 MB'],
    [7_000_000_000_000, '7,000 GB'],
  ])('%d → %s', (count, text) => expect(bytes(count)).toBe(text));
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
  it('says how much smaller', () => expect(change(1000, 250)).toBe('1 kB → 250 B (75% smaller)'));
  it.each([
    [1000, 3680],
    [1000, 1000],
  ])('never shows a negative percentage (%d → %d)', (before, after) =>
    expect(change(before, after)).toBe('1 kB, stays as it is'));
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
