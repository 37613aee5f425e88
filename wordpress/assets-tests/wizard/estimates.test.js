import { describe, expect, it } from 'vitest';
import { bytesByPreset } from '../../assets-src/wizard/estimates';

const bits = {
  webp: { auto: 1, high: 1.5, minimum: 0.5 },
  avif: { auto: 0.8, minimum: 0.2 },
  jpeg: { auto: 1.1, minimum: 0.5 },
};
const estimate = (changes) =>
  bytesByPreset({ bits, format: 'webp', preset: 'auto', before: 1000, estimated: 400, ...changes });

describe('bytesByPreset', () => {
  it('scales what was planned by what a preset typically needs', () =>
    expect(estimate()).toEqual({ auto: 400, high: 600, minimum: 200 }));
  it('never foretells more than the original, which would be kept', () =>
    expect(estimate({ estimated: 900 }).high).toBe(1000));
  it('counts from whichever preset was planned', () =>
    expect(estimate({ preset: 'minimum', estimated: 200 }).auto).toBe(400));
  it.each([
    ['auto', 100],
    ['original', 182],
  ])('takes what format “%s” usually becomes', (format, minimum) => expect(estimate({ format }).minimum).toBe(minimum));
  it('says nothing where nothing is known', () => {
    expect(estimate({ bits: undefined })).toEqual({});
    expect(estimate({ format: 'jxl' })).toEqual({});
    expect(estimate({ preset: 'unknown' })).toEqual({});
    expect(estimate({ estimated: 0 })).toEqual({});
  });
});
