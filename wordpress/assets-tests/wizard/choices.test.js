import { describe, expect, it, vi } from 'vitest';
import { lastChoices, remember } from '../../assets-src/wizard/choices';

describe('choices', () => {
  it('offers again what was chosen last', () => {
    remember('analyze', { format: 'avif', language: 'de' });
    expect(lastChoices()).toEqual({ pipeline: 'analyze', settings: { format: 'avif', language: 'de' } });
  });

  it('never remembers what costs again or overwrites what somebody wrote', () => {
    remember('export', { reprocess: true, overwrite_text: true, replace_old_alts: true, preset: 'low' });
    expect(lastChoices().settings).toEqual({ preset: 'low' });
  });

  it.each(['not json', '"text"', 'null', '{"settings": {"reprocess": true}}'])('survives what it finds: %s', (text) => {
    window.localStorage.setItem('picopt-wizard', text);
    expect(lastChoices().settings).toEqual({});
  });

  it('works where the browser keeps nothing', () => {
    const denied = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(denied);
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(denied);
    remember('export', {});
    expect(lastChoices()).toEqual({ settings: {} });
  });
});
