// Bundles what the admin panel runs on in the service: AdminJS without what it needs to bundle, and without its pages,
// which only browsers load. An install is spared some three hundred packages. Goes after tsc, whose file it replaces.
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';

const panel = resolve('src/infrastructure/admin');
const { dependencies } = JSON.parse(await readFile('package.json', 'utf8'));

/** Of AdminJS: what a service does not run whose browser bundle is made, and whose login page is its own. */
const unused =
  /^(rollup|@rollup\/.*|@babel\/(core|parser|register|preset-.*|plugin-.*)|rollup-plugin-.*|ora|express-formidable)$|\/bundler\/(app|globals|components)\.bundler\.js$|\/frontend\/login-template\.js$|^\.\/frontend\/index\.js$/;

/** AdminJS's design system is made of React; the service asks it for the theme alone. */
const designSystem = `
  export { combineStyles } from './utils/combine-styles.js';
  export { DEFAULT_DRAWER_WIDTH } from './constants.js';
`;

const { version } = JSON.parse(await readFile('node_modules/adminjs/package.json', 'utf8'));

/** In AdminJS's files: what asks for other files, which are not there at run time. */
const replaced = {
  'lib/backend/utils/component-loader.js': ['fs.existsSync(fileName)', 'true'],
  'lib/adminjs.js': [
    "JSON.parse(fs.readFileSync(path.join(__dirname, '../package.json'), 'utf-8'))",
    JSON.stringify({ version }),
  ],
  'lib/backend/utils/router/router.js': ['resolveDesignSystemBundle()', "''"],
};

const lean = {
  name: 'the panel as it runs in the service',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, importer }) => {
      const file = resolve(dirname(importer), path);
      // Other parts of the service stay what they are: their classes are known by identity.
      return importer.startsWith(panel) && !file.startsWith(panel)
        ? { path: relative(panel, file), external: true }
        : undefined;
    });
    onResolve({ filter: unused }, ({ path, importer }) =>
      importer.includes('node_modules/') ? { path, namespace: 'unused' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
    onLoad({ filter: /@adminjs\/design-system\/build\/index\.js$/ }, () => ({ contents: designSystem }));
    onLoad(
      { filter: /\/adminjs\/lib\/(adminjs|backend\/utils\/(component-loader|router\/router))\.js$/ },
      async ({ path }) => {
        const [from, to] = replaced[path.slice(path.lastIndexOf('/adminjs/lib/') + '/adminjs/'.length)];
        const text = await readFile(path, 'utf8');
        if (!text.includes(from)) throw new Error(`${path} has changed: it no longer says ${from}`);
        return { contents: text.replace(from, to) };
      },
    );
  },
};

const { metafile } = await build({
  entryPoints: [join(panel, 'admin-panel.ts')],
  outfile: 'dist/src/infrastructure/admin/admin-panel.js',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  legalComments: 'none',
  external: Object.keys(dependencies),
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  plugins: [lean],
  metafile: true,
  logLevel: 'warning',
});
const big = Object.keys(metafile.inputs).find((file) => /node_modules\/react-dom\//.test(file));
if (big !== undefined) throw new Error(`The service would load ${big}: see who imports it.`);
