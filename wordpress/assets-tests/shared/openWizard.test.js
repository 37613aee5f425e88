import { beforeEach, describe, expect, it, vi } from 'vitest';

let openWizard;
beforeEach(async () => {
  vi.resetModules();
  ({ openWizard } = await import('../../assets-src/shared/openWizard'));
});

const waiting = (html) => document.body.insertAdjacentHTML('beforeend', `<template id="picopt-wizard">${html}</template>`);

// jsdom loads no files: a script says that it has been loaded once it stands in the page.
function scriptsLoad(loaded = () => {}, event = 'load') {
  const append = document.head.append.bind(document.head);
  vi.spyOn(document.head, 'append').mockImplementation((tag) => {
    append(tag);
    if (tag.src) {
      loaded(tag);
      tag.dispatchEvent(new Event(event));
    }
  });
}

describe('openWizard', () => {
  it('brings in everything in its order once, then opens', async () => {
    waiting('<link rel="stylesheet" href="http://site.test/w.css"><script>window.order = ["inline"]</script><script src="http://site.test/w.js"></script>');
    const open = vi.fn();
    scriptsLoad(() => {
      window.pictureOptimizer.open = open;
      window.order?.push('file');
    });
    const onChanged = () => {};
    await openWizard('optimize', [11], { pipeline: 'analyze', onChanged });
    await openWizard('image', [11]);
    expect(document.head.querySelectorAll('script[src$="w.js"]')).toHaveLength(1);
    expect(document.head.querySelectorAll('link[href$="w.css"]')).toHaveLength(1);
    expect(open.mock.calls[0]).toEqual(['optimize', { ids: [11], count: 1, pipeline: 'analyze' }, { onChanged }]);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('can be asked again after a file did not come', async () => {
    waiting('<script src="http://site.test/gone.js"></script>');
    scriptsLoad(undefined, 'error');
    const onProblem = vi.fn();
    await openWizard('optimize', [11], { onProblem });
    expect(onProblem.mock.calls).toEqual([[expect.stringContaining('Your site can’t be reached right now.')]]);
    vi.mocked(document.head.append).mockRestore();
    scriptsLoad(() => {
      window.pictureOptimizer.open = () => {};
    });
    await openWizard('optimize', [11], { onProblem });
    expect(onProblem).toHaveBeenCalledTimes(1);
  });
});
