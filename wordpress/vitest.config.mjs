// Unit tests of the screens: WordPress' own packages in jsdom; only the network is a stand-in.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic' } },
  test: {
    environment: 'jsdom',
    include: ['assets-tests/**/*.test.{js,jsx}'],
    setupFiles: ['assets-tests/support/setup.js'],
    restoreMocks: true,
  },
});
