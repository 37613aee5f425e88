// Unit tests of the screens: WordPress' own packages in jsdom. Stand-ins are the network and the block editor itself, which
// is larger than all of this; its tools run in the real one in e2e.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const support = (file) => fileURLToPath(new URL(`assets-tests/support/${file}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@wordpress/block-editor': support('block-editor.jsx'),
      '@wordpress/blocks': support('blocks.js'),
      '@wordpress/plugins': support('plugins.js'),
    },
  },
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    environment: 'jsdom',
    include: ['assets-tests/**/*.test.{js,jsx}'],
    setupFiles: ['assets-tests/support/setup.js'],
    restoreMocks: true,
  },
});
