import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useDecisions } from '../../assets-src/review/useDecisions';
import { reviewed } from '../support/facts';

const ROUTE = 'POST /items/1/decisions';
const TYPED_MS = 900;
const AWAY = new TypeError('Failed to fetch');

describe('useDecisions', () => {
  let answers;
  let hook;
  const titles = () => site.asked(ROUTE).map(({ data }) => data.decisions.title.text);
  const item = reviewed();
  const type = async (text, pause = TYPED_MS) => {
    act(() => hook.result.current.change(item, { title: { text, write: true } }));
    await act(() => vi.advanceTimersByTimeAsync(pause));
  };
  const answer = async (what) => {
    answers.shift()(what);
    await act(() => vi.advanceTimersByTimeAsync(0));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    answers = [];
    site.on(ROUTE, () => new Promise((resolve) => answers.push(resolve)));
    hook = renderHook(() => useDecisions());
  });

  it('sends the words of one image one after the other, the last ones last', async () => {
    await type('First');
    await type('Second');
    await type('Third');
    expect(titles()).toEqual(['First']);
    await answer({});
    expect(titles()).toEqual(['First', 'Third']);
    await answer({});
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(titles()).toEqual(['First', 'Third']);
  });

  it('sends the later words at once where the earlier ones did not arrive', async () => {
    await type('First');
    await type('Second');
    await answer(AWAY);
    expect(titles()).toEqual(['First', 'Second']);
    expect(hook.result.current.problem.code).toBe('unreachable');
    await answer({});
    expect(hook.result.current.problem).toBeNull();
  });

  it('does not let words that are still being typed go with the answer', async () => {
    await type('First');
    await type('Sec', 100);
    await answer({});
    expect(titles()).toEqual(['First']);
    await type('Second');
    expect(titles()).toEqual(['First', 'Second']);
  });

  it('sends the last words after those on their way, also when the window is closed', async () => {
    await type('First');
    await type('Second', 100);
    hook.unmount();
    expect(titles()).toEqual(['First']);
    await answer({});
    expect(titles()).toEqual(['First', 'Second']);
  });

  it('saves the last words of a tab that is closed, and asks before where they do not arrive', async () => {
    await type('First', 100);
    window.dispatchEvent(new Event('pagehide'));
    expect(titles()).toEqual(['First']);
    const leave = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leave()).toBe(false);
    await answer(AWAY);
    expect(leave()).toBe(true);
    hook.unmount();
    expect(leave()).toBe(false);
  });

  it('lets nothing arrive after an approval', async () => {
    await type('First');
    await type('Second');
    const approved = vi.fn();
    act(() => void hook.result.current.forget(item).then(approved));
    await type('Third');
    expect(approved).not.toHaveBeenCalled();
    await answer(AWAY);
    await answer({});
    expect(approved).toHaveBeenCalled();
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(titles()).toEqual(['First', 'Third']);
  });
});
