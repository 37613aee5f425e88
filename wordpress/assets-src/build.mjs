// Bundles each screen of the plugin into one file below picture-optimizer/assets; `--check` only compares.
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '..', 'picture-optimizer', 'assets');
const screens = [
  'connect/index.jsx',
  'settings/index.js',
  'wizard/index.jsx',
  'editor/index.jsx',
  'media/index.js',
  'commands/index.js',
  'guide/guide.css',
];
const note = '/* Generated from wordpress/assets-src; make it again by `npm run build` in wordpress/. */';

// `@wordpress/api-fetch` is `wp.apiFetch` on every WordPress admin page.
const wordpressGlobals = {
  name: 'wordpress-globals',
  setup(hooks) {
    hooks.onResolve({ filter: /^@wordpress\// }, ({ path }) => ({ path, namespace: 'wordpress' }));
    hooks.onLoad({ filter: /.*/, namespace: 'wordpress' }, ({ path }) => {
      const name = path.slice('@wordpress/'.length).replace(/-(.)/g, (_, letter) => letter.toUpperCase());
      return { contents: `module.exports = window.wp.${name};`, loader: 'js' };
    });
  },
};

// The examples in rules.json are for tests; no browser needs them.
const rulesWithoutExamples = {
  name: 'rules-without-examples',
  setup(hooks) {
    hooks.onLoad({ filter: /[\\/]contract[\\/]rules\.json$/ }, async ({ path }) => {
      const rules = JSON.parse(await readFile(path, 'utf8')).rules.map(({ violating, clean, ...rule }) => rule);
      return { contents: JSON.stringify({ rules }), loader: 'json' };
    });
  },
};

async function bundle(screen) {
  const { outputFiles } = await build({
    entryPoints: [join(here, screen)],
    bundle: true,
    write: false,
    outdir: target,
    entryNames: dirname(screen),
    format: 'iife',
    target: 'es2020',
    charset: 'utf8',
    jsx: 'transform',
    jsxFactory: 'createElement',
    jsxFragment: 'Fragment',
    inject: [join(here, 'jsx.js')],
    plugins: [wordpressGlobals, rulesWithoutExamples],
    banner: { js: note, css: note },
    logLevel: 'warning',
  });
  return outputFiles;
}

let stale = 0;
for (const file of (await Promise.all(screens.map(bundle))).flat()) {
  if (!process.argv.includes('--check')) {
    await writeFile(file.path, file.text);
  } else if ((await readFile(file.path, 'utf8').catch(() => '')) !== file.text) {
    console.error(`${file.path} is not what its source makes; run \`npm run build\` in wordpress/`);
    stale = 1;
  }
}
process.exit(stale);
