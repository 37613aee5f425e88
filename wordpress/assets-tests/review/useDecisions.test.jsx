import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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
  const leave = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  const close = () => act(() => void window.dispatchEvent(new Event('pagehide')));
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

  // What has not arrived keeps on watching the tab.
  afterEach(async () => {
    hook.unmount();
    do {
      answers.splice(0).forEach((resolve) => resolve({}));
      await vi.advanceTimersByTimeAsync(10_000);
    } while (answers.length > 0);
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
    expect(leave()).toBe(false);
    close();
    expect(titles()).toEqual(['First']);
    expect(site.asked(ROUTE)[0].keepalive).toBe(true);
    expect(leave()).toBe(false);
    await answer(AWAY);
    expect(leave()).toBe(true);
  });

  it('asks for as long as words are on their way, also when the desk is closed before the tab is', async () => {
    await type('First');
    await answer(AWAY);
    hook.unmount();
    expect(titles()).toEqual(['First', 'First']);
    expect(leave()).toBe(true);
    await answer({});
    expect(leave()).toBe(false);
  });

  it('sends the last words of a closed tab over earlier ones that have no answer, and says which are the last', async () => {
    await type('First');
    await type('Second', 100);
    expect(leave()).toBe(false);
    close();
    expect(titles()).toEqual(['First', 'Second']);
    const [first, second] = site.asked(ROUTE).map(({ data }) => data);
    expect(first.desk).toMatch(/^[a-z0-9]{5,40}$/);
    expect([second.desk, second.turn]).toEqual([first.desk, first.turn + 1]);
    expect(site.asked(ROUTE).map(({ keepalive }) => keepalive)).toEqual([false, true]);
    await answer(AWAY);
    expect(hook.result.current.problem).toBeNull();
    await answer({});
    await act(() => vi.advanceTimersByTimeAsync(60_000));
    expect(titles()).toEqual(['First', 'Second']);
    expect(leave()).toBe(false);
  });

  it('sends once more, when the tab is closed, what would end with it', async () => {
    await type('First');
    close();
    close();
    expect(site.asked(ROUTE).map(({ keepalive }) => keepalive)).toEqual([false, true]);
    expect(titles()).toEqual(['First', 'First']);
  });

  it('saves a whole table, a few images at a time', async () => {
    const ids = Array.from({ length: 300 }, (_, place) => place + 1);
    const saved = new Set();
    let [now, most] = [0, 0];
    for (const id of ids) {
      site.on(`POST /items/${id}/decisions`, async () => {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setTimeout(resolve, 10));
        now -= 1;
        saved.add(id);
        return {};
      });
    }
    const caption = { text: 'Word '.repeat(60), write: true };
    act(() => ids.forEach((id) => hook.result.current.change(reviewed({ id }), { caption })));
    await act(() => vi.advanceTimersByTimeAsync(850));
    expect(hook.result.current.problem).toBeNull();
    expect(leave()).toBe(true);
    await act(() => vi.advanceTimersByTimeAsync(2000));
    expect(saved.size).toBe(ids.length);
    expect(site.requests).toHaveLength(ids.length);
    expect(most).toBe(4);
    expect(leave()).toBe(false);
  });

  it('saves words that are too many to outlive their tab, and asks before it is closed', async () => {
    await type('Long '.repeat(20_000), 100);
    expect(leave()).toBe(true);
    close();
    expect(site.asked(ROUTE).map(({ keepalive }) => keepalive)).toEqual([false]);
    await answer({});
    expect(hook.result.current.problem).toBeNull();
    expect(leave()).toBe(false);
  });

  it('lets as many images outlive their tab as a browser takes', async () => {
    const ids = Array.from({ length: 30 }, (_, place) => place + 1);
    ids.forEach((id) => site.on(`POST /items/${id}/decisions`, () => new Promise((resolve) => answers.push(resolve))));
    const caption = { text: 'é'.repeat(2000), write: true };
    act(() => ids.forEach((id) => hook.result.current.change(reviewed({ id }), { caption })));
    close();
    await act(() => vi.advanceTimersByTimeAsync(100));
    const outlive = site.requests.filter(({ keepalive }) => keepalive);
    const bytes = outlive.reduce((sum, { data }) => sum + new Blob([JSON.stringify(data)]).size, 0);
    expect(bytes).toBeGreaterThan(55_000);
    expect(bytes).toBeLessThan(60_000);
    expect(site.requests).toHaveLength(outlive.length + 4);
    expect(hook.result.current.problem).toBeNull();
  });

  it('has no problem any more with words that go along with an approval', async () => {
    await type('First');
    await answer(AWAY);
    expect(hook.result.current.problem.code).toBe('unreachable');
    await act(() => hook.result.current.forget(item));
    expect(hook.result.current.problem).toBeNull();
    expect(leave()).toBe(false);
  });

  it('says which problem is left when another image is saved', async () => {
    const other = reviewed({ id: 2 });
    site.on('POST /items/2/decisions', {});
    await type('First');
    await answer(AWAY);
    act(() => hook.result.current.change(other, { file_name: 'barn' }));
    await act(() => vi.advanceTimersByTimeAsync(TYPED_MS));
    expect(site.asked('POST /items/2/decisions')).toHaveLength(1);
    expect(hook.result.current.problem.code).toBe('unreachable');
    expect(leave()).toBe(true);
    act(() => hook.result.current.forgetOthers([other]));
    expect(hook.result.current.problem).toBeNull();
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
