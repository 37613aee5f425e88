// WordPress' own rules for code, React, accessibility and translation; layout is 2 spaces, as everywhere in this repository.
import wordpress from '@wordpress/eslint-plugin';
import globals from 'globals';
import js from '@eslint/js';

// WordPress' layout (tabs, spaces inside brackets) is not ours.
const layout = {
  'react/jsx-curly-spacing': 'off',
  'react/jsx-indent': 'off',
  'react/jsx-indent-props': 'off',
};

export default [
  { ignores: ['picture-optimizer/', 'node_modules/'] },
  js.configs.recommended,
  ...wordpress.configs['jsx-a11y'],
  ...wordpress.configs.custom,
  ...wordpress.configs.react,
  ...wordpress.configs.i18n,
  {
    files: ['**/*.{js,jsx,mjs}'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'module', globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...layout,
      curly: 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 350],
      'max-len': ['error', { code: 125, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
      'no-shadow': 'error',
      'no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // A label around its control needs no id; WordPress' rule wants both.
      'jsx-a11y/label-has-associated-control': ['error', { assert: 'either' }],
      '@wordpress/i18n-text-domain': ['error', { allowedTextDomain: 'picture-optimizer' }],
    },
  },
  // Put there by assets-tests/support/setup.js before each test.
  { files: ['assets-tests/**'], languageOptions: { globals: { site: 'readonly' } } },
  { files: ['*.mjs', 'assets-src/build.mjs'], languageOptions: { globals: globals.node } },
];
