import { describe, expect, it, vi } from 'vitest';
import { persist } from '../../assets-src/shared/persist';

const passing = { code: 'unreachable', message: 'The service is away.', data: { status: 502, retryable: true } };
const lasting = { code: 'refused', message: 'Not now.', data: { status: 409 } };

const working = (...answers) =>
  vi.fn(async () => {
    const answer = answers.shift();
    if (answer) {
      throw answer;
    }
  });

describe('persist', () => {
  it('goes on until it succeeds, and tells what is in its way meanwhile', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 500 });
    const [work, said] = [working(passing, passing, undefined), []];
    const done = persist(work, { say: (problem) => said.push(problem?.message ?? null), loop: { isWanted: true } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await done).toBe(true);
    expect(work).toHaveBeenCalledTimes(3);
    expect(said).toEqual(['The service is away.', 'The service is away.', null]);
  });

  it('does not wait any longer once the browser is online again', async () => {
    const work = working(passing);
    const loop = { isWanted: true };
    const done = persist(work, { say: () => {}, loop });
    await vi.waitFor(() => expect(loop.wake).toBeTruthy());
    window.dispatchEvent(new Event('online'));
    expect(await done).toBe(true);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('ends with what no waiting mends', async () => {
    const work = working(lasting);
    await expect(persist(work, { say: () => {}, loop: { isWanted: true } })).rejects.toBe(lasting);
    expect(work).toHaveBeenCalledOnce();
  });

  it('ends when nobody wants it any more, and says that it is not done', async () => {
    const loop = { isWanted: true };
    const waiting = persist(working(passing), { say: () => {}, loop });
    await vi.waitFor(() => expect(loop.wake).toBeTruthy());
    loop.isWanted = false;
    loop.wake();
    expect(await waiting).toBe(false);
  });
});
