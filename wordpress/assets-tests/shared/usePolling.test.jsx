import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { backOff } from '../../assets-src/shared/polling';
import { usePolling } from '../../assets-src/shared/usePolling';

const pass = (milliseconds) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

describe('usePolling', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  it('asks at once and again after each pause, until there is nothing to wait for', async () => {
    const ask = vi.fn().mockResolvedValueOnce(true).mockResolvedValueOnce(true).mockResolvedValue(false);
    renderHook(() => usePolling(ask, 7, 1000));
    await pass(0);
    expect(ask).toHaveBeenCalledTimes(1);
    await pass(1000);
    expect(ask).toHaveBeenCalledTimes(2);
    await pass(60_000);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('goes on after failed requests, with longer and longer pauses, and says that the site cannot be reached', async () => {
    const ask = vi.fn().mockRejectedValue({ code: 'fetch_error', message: 'x' });
    const { result } = renderHook(() => usePolling(ask, 7, 1000));
    await pass(0);
    expect(result.current.problem.code).toBe('unreachable');
    expect(result.current.problem.message).toContain('can’t be reached');
    await pass(1999);
    expect(ask).toHaveBeenCalledTimes(1);
    await pass(1);
    expect(ask).toHaveBeenCalledTimes(2);
    await pass(4000);
    expect(ask).toHaveBeenCalledTimes(3);

    ask.mockResolvedValue(true);
    await pass(8000);
    expect(result.current.problem).toBeNull();
    await pass(1000);
    expect(ask).toHaveBeenCalledTimes(5);
  });

  it('never waits longer than half a minute', () => {
    expect(backOff(1500, 0)).toBe(1500);
    expect(backOff(1500, 3)).toBe(12_000);
    expect(backOff(1500, 50)).toBe(30_000);
  });

  it.each([401, 403, 404])('does not ask again what was refused with %d', async (status) => {
    const ask = vi.fn().mockRejectedValue({ code: 'x', message: 'No.', data: { status } });
    const { result } = renderHook(() => usePolling(ask, 7, 1000));
    await pass(600_000);
    expect(ask).toHaveBeenCalledTimes(1);
    expect(result.current.problem).toMatchObject({ message: 'No.', isFinal: true });
  });

  it('asks at once when the network is back', async () => {
    const ask = vi.fn().mockRejectedValue({ code: 'offline_error', message: 'x' });
    renderHook(() => usePolling(ask, 7, 20_000));
    await pass(0);
    window.dispatchEvent(new Event('online'));
    await pass(0);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('begins again when it is told to, also after its end', async () => {
    const ask = vi.fn().mockResolvedValue(false);
    const { result } = renderHook(() => usePolling(ask, 7, 1000));
    await pass(5000);
    act(() => result.current.refresh());
    await pass(0);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('calls the newest function, and none when the screen is gone', async () => {
    const first = vi.fn().mockResolvedValue(true);
    const second = vi.fn().mockResolvedValue(true);
    const { rerender, unmount } = renderHook(({ ask }) => usePolling(ask, 7, 1000), { initialProps: { ask: first } });
    await pass(0);
    rerender({ ask: second });
    await pass(1000);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    unmount();
    await pass(60_000);
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('follows another job from its beginning, and only that one', async () => {
    const ask = vi.fn().mockResolvedValue(true);
    const { rerender } = renderHook(({ job }) => usePolling(() => ask(job), job, 1000), { initialProps: { job: 7 } });
    await pass(0);
    rerender({ job: 8 });
    await pass(2000);
    expect(ask.mock.calls.flat()).toEqual([7, 8, 8, 8]);
  });
});
