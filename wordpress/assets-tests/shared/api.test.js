import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePlan } from '../../assets-src/shared/api';

describe('makePlan', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const answers = (...all) => () => all.shift();

  it('goes on at once while there is progress, and rests when there is none', async () => {
    site
      .on('POST /plans', { job: 3, complete: false, looked_at: 0 })
      .on(
        'POST /plans/3/advance',
        answers(
          { job: 3, complete: false, looked_at: 50 },
          { job: 3, complete: false, looked_at: 50 },
          { job: 3, complete: true, looked_at: 60 }
        )
      );
    const seen = [];
    const made = makePlan({}, (plan) => seen.push(plan.looked_at), () => true);
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual([0, 50, 50]);
    await vi.advanceTimersByTimeAsync(5000);
    await made;
    expect(seen).toEqual([0, 50, 50, 60]);
  });

  it('ends when nobody wants it any more', async () => {
    site.on('POST /plans', { job: 3, complete: false, looked_at: 0 });
    await makePlan({}, () => {}, () => false);
    expect(site.asked('POST /plans/3/advance')).toEqual([]);
  });
});
