// Before each test: an empty page, a fresh site, and what PHP tells the screens. After it: no complaint in the console.
import apiFetch from '@wordpress/api-fetch';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest';
import { Site } from './site';

configure({ asyncUtilTimeout: 20_000 });
vi.setConfig({ testTimeout: 60_000 });
apiFetch.use(apiFetch.createRootURLMiddleware('http://site.test/wp-json/'));
const ignore = () => {};
window.matchMedia ??= () => ({
  matches: false,
  addEventListener: ignore,
  removeEventListener: ignore,
  addListener: ignore,
  removeListener: ignore,
});
window.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView ??= () => {};

const complaints = [];

beforeEach(() => {
  window.localStorage.clear();
  globalThis.site = new Site();
  vi.stubGlobal('fetch', (url, options) => globalThis.site.fetch(url, options));
  window.pictureOptimizer = globalThis.site.told();
  complaints.length = 0;
  vi.spyOn(console, 'error').mockImplementation((...words) => complaints.push(words.join(' ')));
});

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  vi.useRealTimers();
  expect(complaints).toEqual([]);
});

// Files that share a process share React and WordPress' packages, not what our own modules remember.
afterAll(() => vi.resetModules());
