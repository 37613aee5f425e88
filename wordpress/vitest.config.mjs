// Unit tests of the screens: WordPress' own packages in jsdom. Stand-ins are the network and the block editor itself, which
// is larger than all of this; its tools run in the real one in e2e.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const tests = (file) => fileURLToPath(new URL(`assets-tests/${file}`, import.meta.url));

// What starts a whole page listens on its document as long as that is there: each has one, and a process, to itself. All
// others leave nothing behind and share theirs: React and WordPress' components are loaded once, not for each file.
const pages = ['commands', 'connect/index', 'library/audit', 'library/library', 'media/*', 'shared/openWizard', 'wizard/open'].map(
  (name) => `assets-tests/${name}.test.{js,jsx}`
);

export default defineConfig({
  resolve: {
    alias: {
      '@wordpress/block-editor': tests('support/block-editor.jsx'),
      '@wordpress/blocks': tests('support/blocks.js'),
      '@wordpress/plugins': tests('support/plugins.js'),
    },
  },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    environment: 'jsdom',
    setupFiles: ['assets-tests/support/setup.js'],
    restoreMocks: true,
    projects: [
      { extends: true, test: { name: 'pages', include: pages } },
      { extends: true, test: { name: 'parts', include: ['assets-tests/**/*.test.{js,jsx}'], exclude: pages, isolate: false } },
    ],
  },
});
